"""
Synthetic news in stories for the benchmarks of ledgers: many stories at a time, told by several outlets over two years,
with the fact of every claim known.

The words come from templates, the names from pools that all stories share, so that look-alikes arise by themselves:
the same event at another place, another person, another number. What one claim becomes from report to report (other
words, a hedge, a new number, silence) is drawn for each telling. `python bench/stories.py` shows a corpus and its
figures.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate, chain, combinations
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from attrs import define, field, frozen

from claimtrack import model
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence


PARALLEL = 40
"""How many stories run at a time: what bounds the memory, and about what a local newsroom has open."""

FACTS_PER_STORY = 30
"""How many facts a story has in the mean where the number of stories is not given: as the hand-made stories have."""

SIGHTINGS = 4
"""How often a fact is told in the mean where the number of facts is not given."""

CLAIMS_PER_STORY = 7
"""About how many claims of one story stand in a report; a report of more claims is a round-up of several stories."""

FIRST_DAY = datetime(2024, 1, 2, 6)
PERIOD = timedelta(days=730)
"""When the reports were published: spread over two years."""

_ZIPF = 2.7  # Mandelbrot's offset, as in bench/news.py
_CONTEXT = 16  # code points of context beside an anchor

# How often a telling of a known fact does what; set by eye against the hand-made stories.
_COPIED = 0.25  # an outlet repeats its own words
_WIRED = 0.04  # an outlet takes over the words of another one
_KEPT_TEMPLATE = 0.2  # the same sentence, other synonyms
_MOVED = 0.2  # the certainty is weighed anew
_UPDATED = 0.14  # a new number or month
_STALE = 0.15  # an outlet keeps its old numbers
_OTHER_SOURCE = 0.18  # another speaker, or the outlet itself, says it
_WITHDRAWN = 0.015  # its own source takes it back
_ANAPHORA = 0.12  # "the town", "the council"
_OPTIONAL = 0.5  # an adjunct that may be dropped stands
_ADJUNCT = 0.22  # a phrase that belongs to no fact stands before or after
_STATED = 0.7  # the claim has a proposition
# And how often a report or a birth does:
_DENIAL = 0.07  # a new fact is the denial of a known one by somebody else
_TWIN = 0.35  # a new fact repeats the event of a known one of its story, with another place, person or thing
_MERGED = 0.12  # two facts stand in one claim
_SPLIT = 0.3  # a fact of two halves stands in two claims
_FILLER = 0.22  # a sentence without a claim follows
_SLEEP = 0.08  # a story falls silent for a while
_LONGEST_SLEEP = 0.15  # of the whole corpus
_FADING = 40  # a fact that was silent for a fortieth of the corpus is half as likely to be told again


def _listed(text: str, mark: str = " ") -> tuple[str, ...]:
    """The items of *text*, which stand between *mark*."""
    return tuple(" ".join(text.split()).split(mark))


# --- names ------------------------------------------------------------------------------------------------------------

_FIRST_NAMES = _listed(
    """
    Ruth Amir Helen Jonas Priya Marek Susan Leila Owen Grace Tomas Nadia Peter Yusuf Clara Daniel Ines Victor Mary Karl
    Fatima Simon Elena Hugh Aisha Martin Rosa Colin Zofia Edward Mina Paul Chidi Laura Stefan Jane Omar Hannah Luis Vera
    Anton Beth Kofi Irene Gavin Sara Nils Tessa Ravi Joan
    """
)
_SURNAMES = _listed(
    """
    Adeyemi Brandt Calder Dawson Ellery Farrow Grant Haddad Ibsen Jarvis Kowal Lindqvist Marsh Novak Okafor Pearce Quinn
    Rahman Stone Tanaka Usher Vance Whitlow Yates Zimmer Abbott Barlow Corrigan Devlin Eastman Fenwick Gallo Hartley
    Ivers Joshi Kemp Lowry Mistry Nyberg Oduya Petrov Rourke Sandhu Thorne Underhill Varga Wexler Young Archer Bose
    Crane Doyle Emery Finch Greene Holt Irving Jansen Keller Lamb Moreno Nash Orwell Pryce Reyes Silva Tully Vaughan
    Weaver Ashby Bianchi Conway Drummond Eriksen Flint Gould Hussein Iqbal Jessop Kaplan Larkin Mercer Norris Osei Patel
    Rossi Sorensen Tate Upton Voss Wade Castle Banks Rivers Hill Fox Bishop King Mason Carter Potter
    """
)
_TOWN_STARTS = _listed(
    """
    Har Alder Bram Carn Dun Elm Fair Glen Haw Ing Kel Lang Mill New Oak Pen Quarn Rad Salt Thorn Up Wal West East Ash
    Black Cold Dray Ever Frost Green Holm Iron Kings Lock Marl North Over Pike Red Stan Tar Ulver Whit Wood Yar Brox
    Crow
    """
)
_TOWN_ENDS = _listed(
    """
    wick ton ford bridge ley mouth field combe stead bury worth port ham dale well gate minster haven thorpe moor by
    borough burn cliffe more
    """
)
_SURNAME_STARTS = _listed(
    "Ab Ad Bar Ben Bor Cal Cor Dal Del Ed El Fal Fen Gar Gil Had Hol Is Jar Kal Ker Lan Lor Mal Mer Nor Ol Par Pel"
)
_SURNAME_ENDS = _listed(
    "aghan akis ano aric ashvili assen bauer beck cott dale din ecki edge elli enko ern esco ez field gren ham ic "
    "idge iott ison ito kins land lein ley lov man ner oglu old owski quist rell sen shaw som stein ström tti vic"
)
_PLACES = _listed(
    """
    Carrow Kirk Orchard Station Victoria Abbey Quay Bell Castle Mill Chapel Priory Meadow Bridge King's Queen's Church
    Foundry Harbour Park Tanner's Weaver's Cross Spring Lower Upper North South East West Albion Alma Beacon Bishop's
    Brook Canal Cedar Chestnut Cobden Dock Fairfield Ferry Garden Granary Hazel Hope Jubilee Lime Lodge Manor Market
    Nelson Nursery Pond Poplar Railway Ridge Rose Salter's Sycamore Temple Tower Trinity Union Vicarage Water Willow
    """
)
_FIRMS = _listed(
    """
    Foods Steel Textiles Logistics Engineering Plastics Shipping Brewery Paper Motors Energy Dairies Glass Homes Pharma
    Instruments Cement Furniture Packaging Telecom
    """
)
_OUTLETS = (
    "Harbour Post",
    "Daily Courier",
    "Valley Observer",
    "Morning Ledger",
    "County Wire",
    "Radio Northgate",
    "Evening Standard-Times",
    "City Examiner",
    "Coast Herald",
    "National Record",
)
_MONTHS = _listed(
    """
    January February March April May June July August September October November December
    """
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ANONYMOUS = (
    "an official who asked not to be named",
    "a person familiar with the matter",
    "a source close to the talks",
    "an insider",
)

# --- what stories are about -------------------------------------------------------------------------------------------

# A topic opens with "@": its name, then its organisations (full name=short name), the roles of its people, its sites.
# A fact opens with "#": its name, its kind, and its slots beside <town>, <lead> (the first organisation), <site> and
# <when>: "n:3-60" a number, "m:0.4-9" millions of pounds, "p:2-30" per cent, "what=a,b" one of these, "both=a,b,c" two
# of these. <who> is a person of the story, <org> an organisation, <name> a new person, <month> a month. A fact is known
# by its event and by site, what, both, who, org and name; numbers and months may change.
# Each line below is one way to tell it: {a|b} alternatives, [a] may be dropped, ~verb:base|verb:base~ the finite verb,
# which takes hedges and negation; its base form is given where it is a simple past.
_TEMPLATES = """
@common
# inquiry proposal what=grant,tender,lease,survey,contract,timetable,safety report,sale of the land
<who> ~called for:call for|demanded:demand~ {an inquiry|a review|an investigation} into the <what>[ at <site>]
the <what> {should be investigated|must be looked into|needs a review}, {in the view of|if it goes by} <who>
<who> ~asked for:ask for~ the <what> to be {examined|reviewed|investigated}[ by outsiders]
# petition assertion n:120-9000
<n> {people|residents} ~signed:sign|put their names to:put their names to~ the petition {on|about} <site>[ in <town>]
the petition {on|about} <site> ~was signed|has been signed~ by <n> {people|residents|supporters}
[in <town>, ]<n> {signatures|names} ~were collected|were gathered~ {for|in support of} <site>
# visit assertion
<who> ~visited:visit|toured:tour~ <site>[ <when>][ with officials]
<who> ~was shown around|was taken round~ <site>[ <when>]
# meeting commitment
<lead> ~will hold|will call|will arrange~ a public {meeting|hearing} {on|about} <site> in <month>
a public {meeting|hearing} {on|about} <site> ~will be held|will take place~ in <month>[ in <town>]
{residents|people} ~will be heard|will have their say~ on <site> in <month>[ at a meeting of <lead>]
# cost prediction m:0.2-40
the {work|repairs|building work} at <site> ~will cost|will come to~ <m>
<m> ~will be spent|will be needed~ {on|for} the {work|repairs} at <site>[ in <town>]
the bill for {work on|repairs to} <site> ~will reach|will amount to~ <m>
# resign assertion what=planning panel,audit committee,advisory board,working group,appeal fund,liaison office
<who> ~resigned:resign|stepped down:step down~ as {head|chair} of the <what>[ <when>]
the {head|chair} of the <what>, <who>, ~resigned:resign|quit:quit|stepped down:step down~[ <when>]
# appoint assertion what=planning panel,audit committee,advisory board,working group,appeal fund,liaison office
<lead> ~appointed:appoint|named:name~ <name> {head|chair} of the <what>[ <when>]
<name> ~was appointed|was named|was chosen~ to lead the <what>[ by <lead>]
the <what> ~will be led|will be run~ by <name>[ from <month>]
# welcome evaluation
<org> ~welcomed:welcome|praised:praise~ the {decision|ruling} on <site>
the {decision|ruling} on <site> ~was welcomed|was praised~ by <org>
the {decision|choice} on <site> ~was~ {the right one|sensible|correct}, {in the view of|in the eyes of} <org>
# closed assertion
<site> ~was closed|was shut|was sealed off~[ <when>][ for safety reasons]
{officials|the authorities|staff} ~closed:close|shut:shut~ <site>[ in <town>][ <when>]
the {public|general public} ~has been kept out of|has been barred from~ <site>[ since <day>]
# reopen commitment
<site> ~will reopen|will open again|will be back in use~ in <month>
<lead> ~will reopen|will open~ <site> {again in|in} <month>[ after repairs]
the reopening of <site> ~is planned|is due|is set~ for <month>
# hire commitment n:5-240
<org> ~will hire|will take on|will recruit~ <n> {people|staff|workers} for <site>
<n> {people|workers|new staff} ~will be hired|will be taken on~ by <org> for <site>[ by <month>]
<n> {jobs|posts} ~will be created|will be added~ at <site>[, all of them by <org>]
# begin commitment
{work|building work|construction} {on|at} <site> ~will begin|will start~ in <month>
the builders ~will move in|will begin work~ at <site> in <month>[ if the weather holds]
<lead> ~will start|will begin~ {work|construction} {on|at} <site> in <month>
# delay assertion what=drainage scheme,roof repair,access road,rewiring,site survey,foundation work
the <what> at <site> ~was delayed|was put back|was postponed~ until <month>
{problems|difficulties} with the <what> ~delayed:delay|held up:hold up~ {work|progress} at <site> until <month>
# split assertion both=roof,boiler house,east wing,car park,entrance hall,fence,stairwell,loading bay
{engineers|inspectors|surveyors} ~found:find|reported:report~ damage to the <both> {at|of} <site>[ <when>]
damage to the <both> {at|of} <site> ~was found|was reported|had been seen~[ <when>]
{storms|vandals|intruders} ~damaged:damage~ the <both> {at|of} <site>

@fire
@organisations Fire Service=the fire service; Borough Council=the council
@organisations Residents' Association=the residents' association
@roles fire chief, mayor, councillor, spokesman, insurance assessor, farmer, head teacher
@sites Mill, Warehouse, Primary School, Market Hall, Timber Yard, Farm, Arcade
# burnt assertion n:3-80 what=homes,workshops,barns,vehicles,caravans,stalls
the {fire|blaze} at <site> ~destroyed:destroy|burnt down:burn down~ <n> <what>[ in <town>][ <when>]
<n> <what> ~were destroyed|were lost|were burnt~ in the {fire|blaze} at <site>[ <when>]
[in <town>, ]<n> <what> ~were reduced to ash|were consumed~ when fire {swept|tore} through <site>
# injured assertion n:2-60
<n> people ~were injured|were hurt~ in the {fire|blaze} at <site>[ <when>]
the {fire|blaze} at <site> ~injured:injure|hurt:hurt~ <n> people[, among them two children]
<n> {casualties|injured people} ~were taken to hospital|were treated by doctors~ after the fire at <site>
# evacuated assertion n:30-900
<n> people ~were evacuated|were led to safety|were moved out~ from around <site>[ <when>]
{crews|officers} ~evacuated:evacuate|moved out:move out~ <n> {people|residents} {near|around} <site>
<n> residents near <site> ~had to leave:have to leave~ their homes[ in <town>]
# cause assertion what=faulty heater,discarded cigarette,gas leak,short circuit,worn cable,spark from a grinder
the {fire|blaze} at <site> ~was caused|was started|was set off~ by a <what>
a <what> ~caused:cause|started:start|led to:lead to~ the {fire|blaze} at <site>[ in <town>]
investigators ~traced:trace~ the {fire|blaze} at <site> to a <what>
# alarm assertion
the {smoke alarms|alarms} at <site> ~had been switched off|had failed~[ before the fire]
no alarm ~was heard|was raised~ at <site>[ <when>]
# crews assertion n:12-180
<n> firefighters ~fought:fight|tackled:tackle~ the {fire|blaze} at <site>[ through the night]
the {fire|blaze} at <site> ~was tackled|was fought~ by <n> firefighters[ from <lead>]

@budget
@organisations City Council=the council; Treasury Office=the treasury office
@organisations Taxpayers' League=the league; Public Workers' Union=the union
@roles mayor, treasurer, opposition leader, union secretary, councillor, finance director, auditor
@sites Library, Leisure Centre, Museum, Swimming Pool, Youth Club, Bus Station, Town Hall
# tax proposal p:1-15 what=council tax,business rates,parking charges,burial fees,library fines,waste charges
<what> ~will rise|will go up|will increase~ by <p>[ in <town>][ from <month>]
<lead> ~will raise|will put up|will increase~ <what> by <p>
{residents|households} ~will pay|will face~ <p> more in <what>[ from <month>]
# cut commitment m:0.2-12 what=road repairs,libraries,social care,parks,street lighting,youth services
<lead> ~will cut|will take|will axe~ <m> from {the budget for|spending on} <what>
{spending on|the budget for} <what> ~will be cut|will be reduced|will shrink~ by <m>[ in <town>]
<m> less ~will be spent|will be available~ {for|on} <what>[ next year]
# gap assertion m:1-60 what=this year's accounts,next year's budget,the pension fund,the housing account,the reserves
<what> ~had:have|showed:show~ a {hole|gap|shortfall} of <m>[ in <month>]
auditors ~found:find|discovered:discover~ a {hole|gap|shortfall} of <m> in <what>[ of <lead>]
<m> ~was missing|was lacking~ {from|in} <what>
# approve assertion what=budget,capital plan,staff plan,savings plan,borrowing plan,fees plan
{councillors|members} ~approved:approve|passed:pass|backed:back~ the <what>[ <when>]
the <what> ~was approved|was passed|was adopted~ by {the council|members|councillors}[ <when>]
# grant assertion m:0.1-8
<site> ~was given|was awarded|was granted~ <m>[ by <lead>]
<lead> ~gave:give|awarded:award|granted:grant~ <m> to <site>
{a grant|a payment|a subsidy} of <m> ~was made|was paid~ to <site>[ in <month>]
# posts prediction n:10-600 what=cleaning,planning,library,housing,highways,catering
<n> <what> {jobs|posts} ~will go|will be lost|will disappear~[ in <town>]
<lead> ~will shed|will cut|will lose~ <n> {jobs|posts} in <what>

@election
@organisations Election Office=the election office; Civic Party=the Civic Party
@organisations Reform Alliance=the Alliance; Green List=the Greens
@roles candidate, party chair, returning officer, campaign manager, pollster, mayor, councillor
@sites Polling Station, Community Centre, Town Hall, Sports Hall, Parish Hall
# turnout assertion p:18-82
turnout at <site> ~was|had reached~ <p>[ <when>]
<p> of {voters|the electorate} ~voted:vote|cast their votes:cast their votes~ at <site>[ in <town>]
{participation|turnout} ~stood at:stand at~ <p> at <site>
# poll assertion p:4-56 what=young voters,pensioners,students,farmers,undecided voters,first-time voters
<who> ~was backed|was supported~ by <p> of <what>[ in the latest poll]
<p> of <what> ~backed:back|supported:support~ <who>[ in a survey in <town>]
among <what>, support for <who> ~stood at:stand at~ <p>
# stand commitment what=mayor,the council,parliament,party leader,the school board,treasurer
<who> ~will stand|will run|will compete~ for <what>[ in <month>]
<who> ~will be a candidate|will be in the race~ for <what>
# promise commitment what=free buses,new housing,lower rates,a second bridge,more police,cheaper childcare,clean rivers
<who> ~will deliver|will bring in|will introduce~ <what>[ in <town>][ by <month>]
<what> ~will come|will be introduced~ under <who>[ within a year]
# ballots assertion n:12-2400
<n> {ballots|ballot papers|votes} ~were spoiled|were rejected|were invalid~ at <site>[ <when>]
{officials|counters} ~rejected:reject|threw out:throw out~ <n> {ballots|ballot papers} at <site>
# recount proposal
<who> ~asked for:ask for|demanded:demand~ a recount at <site>[ <when>]
the votes at <site> {should be counted again|must be recounted}, {in the view of|if it goes by} <who>
# donation assertion m:0.1-4
<org> ~received:receive|accepted:accept|took in:take in~ {donations|gifts} of <m> from <name>
<name> ~gave:give|donated:donate~ <m> to <org>[ in <month>]
<m> ~was paid|was given~ to <org> by <name>

@sport
@organisations Rovers Football Club=the club; Football League=the league
@organisations Supporters' Trust=the trust; Athletics Club=the athletics club
@roles manager, captain, goalkeeper, chairman, striker, club doctor, referee, coach
@sites Stadium, Ground, Arena, Training Centre, Sports Park
# injury assertion what=knee,ankle,hamstring,shoulder,back,wrist
<who> ~injured:injure|hurt:hurt|damaged:damage~ the <what>[ in training][ <when>]
<who> ~was ruled out|was sidelined~ with an injury to the <what>[ until <month>]
trouble with the <what> ~kept:keep~ <who> out[ until <month>]
# transfer commitment m:0.3-30
<lead> ~will sign|will buy~ <name> for <m>
<name> ~will join|will move to~ <lead> {for|in a deal worth} <m>[ in <month>]
{the fee for|the price of} <name> ~will be|will come to~ <m>
# crowd assertion n:400-32000
<n> {fans|spectators|people} ~watched:watch|saw:see~ the {match|game} at <site>[ <when>]
the {match|game} at <site> ~was watched|was attended~ by <n> {fans|spectators|people}
{the crowd|attendance} at <site> ~was~ <n>[ <when>]
# contract assertion
<who> ~signed:sign|agreed:agree~ a new contract {with <lead>|at the club}[ until <month>]
<lead> ~extended:extend|renewed:renew~ the contract of <who>[ <when>]
# fine assertion m:0.1-3 what=crowd trouble,late accounts,fielding a banned player,abuse of officials,an unpaid debt
<lead> ~was fined|was ordered to pay~ <m> for <what>[ <when>]
a fine of <m> ~was imposed|was handed down~ on <lead> for <what>
the league ~fined:fine~ <lead> <m> {for|over} <what>
# goal assertion what=first minute,second half,last minute,cup final,away game,opening match,replay
<who> ~scored:score|netted:net~ {twice|two goals} in the <what>[ at <site>]
two goals ~were scored~ by <who> in the <what>[ <when>]
# ticket commitment p:3-30 what=season tickets,match tickets,junior tickets,parking,hospitality boxes
{the price of|prices for} <what> ~will rise|will go up~ by <p>[ in <month>]
<lead> ~will charge|will want~ <p> more for <what>

@court
@organisations Crown Court=the court; Prosecution Service=the prosecutors
@organisations Law Centre=the law centre; Police=the police
@roles judge, prosecutor, defence lawyer, detective, clerk, witness, probation officer
@sites Bank, Jewellers, Depot, Hotel, Pharmacy, Nightclub
# charged assertion what=theft,fraud,arson,assault,burglary,bribery,perjury
<name> ~was charged~ with <what> {over|in connection with} <site>[ <when>]
{prosecutors|the prosecution} ~charged:charge~ <name> with <what>[ at <site>]
# sentence assertion n:2-28
<name> ~was jailed|was sent to prison|was imprisoned~ for <n> years {over|for} the raid on <site>
the judge ~jailed:jail|sentenced:sentence~ <name> {for|to} <n> years {over|for} the raid on <site>
a {sentence|term} of <n> years ~was imposed~ on <name>[ in <town>] over <site>
# plea assertion what=theft,fraud,arson,assault,burglary,bribery,perjury
<name> ~pleaded guilty:plead guilty|admitted guilt:admit guilt~ to <what>[ <when>]
<what> ~was admitted~ by <name>[ in court in <town>]
# evidence assertion what=phone records,camera footage,a bloodstained coat,bank statements,a forged letter,tyre marks
<what> ~linked:link|tied:tie~ <name> to <site>
<name> ~was linked|was tied|was connected~ to <site> by <what>
{the case against|the charge against} <name> ~rested:rest|was built~ on <what>[ from <site>]
# stolen assertion m:0.1-6 what=jewellery,cash,medicine,silverware,porcelain,equipment
<what> worth <m> ~was stolen|was taken~ from <site>[ <when>]
{thieves|raiders|robbers} ~took:take|stole:steal~ <what> {worth|valued at} <m> from <site>
the {theft|loss} of <what> at <site> ~cost:cost~ the owners <m>
# trial commitment
the trial of <name> ~will begin|will open|will start~ in <month>
<name> ~will stand trial|will appear in court~ in <month>[ in <town>]
{jurors|a jury} ~will hear~ the case against <name> in <month>
# bail assertion
<name> ~was released|was freed~ on bail[ <when>]
{magistrates|the judge} ~granted:grant~ bail to <name>[ on strict terms]

@firm
@organisations *=the company; Workers' Union=the union
@organisations Chamber of Commerce=the chamber; Borough Council=the council
@roles chief executive, plant manager, union convenor, finance director, analyst, shop steward, mayor
@sites Plant, Works, Depot, Warehouse, Research Centre, Office Park
# redundancy commitment n:12-900
<lead> ~will cut|will axe|will shed~ <n> {jobs|posts} at <site>[ in <town>]
<n> {jobs|posts|positions} ~will be lost|will go~ at <site>[ by <month>]
<n> {workers|people|employees} at <site> ~will lose~ their jobs[ at <lead>]
# profit assertion m:1-90 what=first quarter,second quarter,third quarter,last quarter,first half,whole year
<lead> ~made:make|earned:earn~ {a profit of|profits of} <m> in the <what>
{profits|earnings} of <lead> ~reached:reach|came to:come to~ <m> in the <what>
in the <what>, {a profit of|earnings of} <m> ~was reported~ by <lead>
# invest commitment m:0.8-120
<lead> ~will invest|will spend|will put~ <m> {in|on} <site>[ in <town>]
<site> ~will get|will receive~ {an investment|investment} of <m>[ from <lead>]
<m> ~will be invested|will flow~ {in|into} <site>[ by <month>]
# strike commitment what=drivers,packers,welders,cleaners,clerks,electricians,fitters
<what> at <site> ~will strike|will walk out|will stop work~ in <month>
a {strike|walkout} by <what> at <site> ~will begin|will start~ in <month>
the union ~will call out~ <what> at <site> in <month>
# pay proposal p:2-14 what=drivers,packers,welders,cleaners,clerks,electricians,fitters
<what> ~were offered|had been offered~ <p> more pay[ by <lead>]
<lead> ~offered:offer|proposed:propose~ {a rise|a pay rise|an increase} of <p> {for|to} <what>
{wages|pay} for <what> ~will rise|will go up~ by <p>[ at <site>]
# recall assertion n:200-90000 what=cookers,heaters,brake parts,baby seats,chargers,jars of sauce
<lead> ~recalled:recall|called back:call back~ <n> <what>[ <when>]
<n> <what> ~were recalled|were taken off sale|were withdrawn~[ by <lead>]
# spill assertion n:200-40000 what=solvent,diesel,acid,dye,ammonia,brine
<n> litres of <what> ~leaked:leak|escaped:escape~ from <site>[ <when>]
{a leak|a spill} at <site> ~released:release~ <n> litres of <what>[ into the river]

@flood
@organisations River Authority=the authority; Borough Council=the council
@organisations Red Cross Branch=the Red Cross; Farmers' Union=the farmers' union
@roles mayor, rescue leader, forecaster, engineer, farmer, councillor, shopkeeper
@sites Weir, Bridge, Embankment, Pumping Station, Lock, Lower School
# flooded assertion n:8-1400 what=homes,shops,cellars,farms,garages,allotments
<n> <what> ~were flooded|were under water|were inundated~ {near|around} <site>[ <when>]
{floodwater|the river} ~entered:enter|got into:get into~ <n> <what> {near|around} <site>
{water|flooding} ~damaged:damage~ <n> <what> near <site>[ in <town>]
# level prediction n:2-9
the river at <site> ~will reach|will rise to|will peak at~ <n> metres[ <when>]
a {peak|level|high} of <n> metres ~is expected|is forecast~ at <site>
# rescued assertion n:2-300
<n> people ~were rescued|were saved|were brought out~ by boat {at|near} <site>[ <when>]
{crews|volunteers|rescuers} ~rescued:rescue|saved:save~ <n> people {at|near} <site>
# barrier commitment m:0.5-60
<lead> ~will build|will put up~ a {flood wall|barrier} at <site> for <m>
a {flood wall|barrier} costing <m> ~will be built|will be put up|will go up~ at <site>[ by <month>]
# power assertion n:100-20000
<n> {homes|households} ~lost:lose~ power when water {got into|reached} <site>
{power|electricity} ~was cut off|was lost~ in <n> {homes|households} around <site>[ <when>]
# sandbags assertion n:300-40000
<n> sandbags ~were laid|were placed|were stacked~ {at|along} <site>[ by volunteers]
{volunteers|soldiers} ~laid:lay|placed:place|stacked:stack~ <n> sandbags {at|along} <site>
# breach assertion
<site> ~was breached|had given way|had collapsed~[ <when>]
{water|the river} ~broke through:break through|burst through:burst through~ <site>[ in <town>]

@research
@organisations University=the university; Research Council=the research council
@organisations Patients' Network=the network; Science Museum=the museum
@roles professor, lead author, rector, statistician, physician, research fellow, reviewer
@sites Institute, Laboratory, Observatory, Clinic, Field Station
# effect assertion p:4-70 what=asthma,migraine,insomnia,eczema,back pain,hay fever,anaemia
the {drug|treatment|therapy} tested at <site> ~reduced:reduce|cut:cut|lowered:lower~ <what> by <p>
<what> ~was reduced|was cut|fell:fall~ by <p> with the {drug|treatment} tested at <site>
{patients|people} with <what> ~had:have~ <p> fewer {attacks|episodes} in the trial at <site>
# sample assertion n:24-12000 what=asthma,migraine,insomnia,eczema,back pain,hay fever,anaemia
<n> {people|patients|volunteers} ~took part|were enrolled~ in the study of <what>[ at <site>]
the study of <what> at <site> ~included:include|covered:cover|followed:follow~ <n> {people|patients}
# funds assertion m:0.2-40
<site> ~won:win|received:receive|secured:secure~ <m> {in funding|of research money}[ from the research council]
<lead> ~was awarded|was granted~ <m> for <site>[ in <month>]
{funding|research money} of <m> ~was given|was awarded~ to <site>
# find assertion what=new beetle,Roman coin hoard,faint comet,buried river,rare orchid,lost manuscript,fossil fish
{researchers|scientists|a team} from <site> ~discovered:discover|found:find~ a <what>[ near <town>]
a <what> ~was discovered|was found|was identified~ by {researchers|scientists|a team} {at|from} <site>
# retract assertion what=asthma,migraine,insomnia,eczema,back pain,hay fever,anaemia
the journal ~withdrew:withdraw|pulled:pull~ the paper on <what> by <who>
the paper on <what> by <who> ~was withdrawn|was retracted|was pulled~[ <when>]
# error evaluation what=sample,control group,dosage,model,questionnaire,data set
the <what> of the study at <site> ~was|is~ {too small|inadequate|not good enough}
there ~were|are~ {faults|flaws|weaknesses} in the <what> of the study at <site>
# prize assertion what=Hale Prize,Physics Medal,Young Scholar Award,Bexley Prize,Chemistry Medal
<who> ~won:win|received:receive~ the <what>[ <when>]
the <what> ~was awarded|was given|has gone~ to <who>[ of <lead>]

@rail
@organisations Transport Authority=the authority; Rail Users' Group=the rail users' group
@organisations Drivers' Union=the drivers' union; City Council=the council
@roles transport chief, project manager, union secretary, passenger spokesman, engineer, mayor, safety inspector
@sites Line, Tunnel, Interchange, Depot, Tram Stop, Viaduct
# buses commitment n:4-140 what=electric buses,hybrid buses,trams,minibuses,trains,ferries
<lead> ~will buy|will order|will purchase~ <n> <what>[ for <town>][ by <month>]
<n> <what> ~will be bought|will be ordered|will be added~[ by <lead>]
{passengers|travellers} ~will get|will have~ <n> new <what>[ from <month>]
# fares commitment p:1-18 what=day tickets,monthly passes,student passes,single tickets,airport tickets
<what> ~will cost~ <p> more[ from <month>]
{the price of|fares for} <what> ~will rise|will go up|will increase~ by <p>[ in <town>]
<lead> ~will raise|will put up~ {the price of|fares for} <what> by <p>
# late assertion n:5-95
trains on <site> ~were delayed|were held up|were late~ by <n> minutes[ <when>]
{passengers|commuters} ~waited:wait~ <n> minutes {longer at|at} <site>[ <when>]
there ~were~ {delays|hold-ups} of <n> minutes {on|at} <site>
# crash assertion n:2-70
<n> {passengers|people} ~were injured|were hurt~ in the {crash|collision} at <site>[ <when>]
the {crash|collision} at <site> ~left:leave~ <n> people {in need of treatment|with injuries}
# riders assertion n:300-60000
<n> {passengers|people|travellers} ~used:use~ <site> each day[ in <month>]
<site> ~carried:carry|served:serve~ <n> {passengers|people} {a day|each day|daily}
{daily use of|daily traffic on} <site> ~was~ <n> {passengers|people}
# signal assertion what=broken rail,signal fault,fallen tree,power failure,flooded track,track fire
a <what> ~stopped:stop|halted:halt|blocked:block~ {services|traffic} {on|at} <site>[ <when>]
{services|traffic} {on|at} <site> ~were stopped|were halted~ by a <what>
# contract assertion m:2-300
the contract for <site> ~was won|was secured~ by <name> Brothers for <m>
<name> Brothers ~won:win|secured:secure~ the contract for <site>, worth <m>
<lead> ~awarded:award|gave:give~ <name> Brothers the {contract|order} for <site> at <m>

@health
@organisations Hospital Trust=the trust; Nurses' Union=the nurses' union
@organisations Health Watch=the watchdog; Public Health Office=the health office
@roles chief nurse, surgeon, trust chairman, health officer, union organiser, patient, inspector
@sites Hospital, Clinic, Hospice, Maternity Unit, Care Home, Health Centre
# wait assertion n:3-70 what=hip operations,eye operations,scans,dental care,heart operations,physiotherapy
patients ~waited:wait|had to wait:have to wait~ <n> weeks for <what>[ at <site>]
the {wait|waiting time} for <what> ~was|had reached~ <n> weeks[ at <site>]
<what> ~were|are~ {only available|to be had} after <n> weeks[ in <town>]
# outbreak assertion n:4-700 what=measles,norovirus,influenza,whooping cough,scabies,salmonella
<n> {people|patients} ~caught:catch~ <what> {at|in} <site>[ <when>]
there ~were~ <n> cases of <what> {at|in} <site>
{doctors|health staff} ~counted:count|recorded:record~ <n> cases of <what> {at|in} <site>
# beds commitment n:4-160
<site> ~will lose|will give up~ <n> beds[ by <month>]
<n> beds ~will be closed|will be cut|will go~ {at|in} <site>
<lead> ~will close|will cut|will take~ <n> beds {at|from} <site>
# vaccine assertion p:21-97 what=measles,influenza,whooping cough,shingles,hepatitis
<p> of {children|residents|people} in <town> ~were vaccinated|were protected~ against <what>
{vaccination|coverage} against <what> ~reached:reach|stood at:stand at~ <p>[ in <town>]
# rating assertion what=cleanliness,night staffing,record keeping,food,safety,leadership
{inspectors|the inspectors} ~criticised:criticise|faulted:fault~ <what> {at|in} <site>
<what> {at|in} <site> ~was criticised|was found wanting|was rated poor~[ by inspectors]
# nurse assertion n:6-300
<site> ~was short of|had been short of|lacked:lack~ <n> nurses[ in <month>]
<n> {nursing posts|posts for nurses} ~were vacant|were empty|were unfilled~ at <site>
# error assertion n:2-40
<n> patients ~were given|had been given|received:receive~ the wrong {medicine|drug} {at|in} <site>
staff {at|in} <site> ~gave:give|handed:hand~ the wrong {medicine|drug} to <n> patients[ <when>]

@school
@organisations Education Board=the board; Teachers' Union=the teachers' union
@organisations Parents' Council=the parents' council; City Council=the council
@roles head teacher, education director, union secretary, parent, governor, minister, caretaker
@sites Primary School, High School, Academy, College, Nursery, Sports Hall
# pupils prediction n:20-1900
<n> {pupils|children} ~will attend|will go to|will be taught at~ <site>[ from <month>]
<site> ~will have|will take|will hold~ <n> {pupils|children}[ in <town>]
# close proposal
<lead> ~will close|will shut|will do away with~ <site> in <month>
<site> ~will close|will be closed|will shut~ {its doors in|in} <month>
# exam assertion p:20-98 what=mathematics,history,French,chemistry,music,geography,biology
<p> of pupils at <site> ~passed:pass~ {the exam|their exams} in <what>
the pass rate in <what> ~was|stood at:stand at~ <p> {at|in} <site>[ in <month>]
# teachers assertion n:3-120 what=mathematics,history,French,chemistry,music,geography,biology
<n> <what> teachers ~were missing|were lacking~[ in <town>][ in <month>]
schools ~lacked:lack|were short of~ <n> teachers of <what>[ in <town>]
{the board|officials} ~failed to find:fail to find~ <n> <what> teachers
# meals commitment p:2-30 what=school meals,music lessons,bus passes,after-school clubs,uniform grants
<what> ~will cost~ <p> more[ from <month>]
<what> ~will be dearer|will be more expensive~ by <p>
{charges|prices} for <what> ~will rise|will go up|will increase~ by <p>[ in <town>]
# asbestos assertion what=asbestos,black mould,lead paint,weak concrete,woodworm,dry rot
<what> ~was found|was discovered|was detected~ {at|in} <site>[ <when>]
{inspectors|builders|surveyors} ~found:find|discovered:discover~ <what> {at|in} <site>
# phones proposal what=phones,energy drinks,trainers,smart watches,e-scooters,chewing gum
<what> ~will be banned|will be forbidden~ {at|from} <site>[ from <month>]
<site> ~will ban|will forbid|will outlaw~ <what>[ in <month>]

@housing
@organisations Housing Association=the association; City Council=the council
@organisations Tenants' Union=the tenants' union; Heritage Society=the heritage society
@roles developer, planning officer, tenant, architect, mayor, surveyor, campaigner
@sites Estate, Tower, Terrace, Gasworks Site, Court, Wharf
# build commitment n:8-1800 what=flats,houses,council homes,student rooms,sheltered homes,starter homes
<n> <what> ~will be built|will go up|will be put up~ {at|on} <site>[ by <month>]
<lead> ~will build|will put up~ <n> <what> {at|on} <site>
<site> ~will have|will get~ <n> new <what>[ in <town>]
# rent commitment p:2-28
rents {at|on} <site> ~will rise|will go up|will increase~ by <p>[ from <month>]
tenants {at|on} <site> ~will pay|will be charged~ <p> more[ rent][ from <month>]
<lead> ~will raise|will put up~ rents {at|on} <site> by <p>
# evict assertion n:2-140
<n> {families|households} ~were evicted|were turned out|were put out~ {at|from} <site>[ <when>]
{bailiffs|the landlord} ~evicted:evict|turned out:turn out~ <n> {families|households} {at|from} <site>
# cladding assertion what=cladding panels,lifts,fire doors,gas pipes,balconies,drains
the <what> {at|of} <site> ~failed:fail~ {a safety test|the inspection}[ <when>]
{inspectors|surveyors} ~condemned:condemn|failed:fail~ the <what> {at|of} <site>
the <what> {at|of} <site> ~were unsafe|were judged dangerous~
# sell assertion m:0.4-90
<site> ~was sold~ {for|at a price of} <m>[ in <month>]
<name> ~bought:buy|acquired:acquire~ <site> for <m>
<lead> ~sold:sell~ <site> to <name> {for|at} <m>
# listed proposal
<site> {should|must} be {protected|listed|preserved}[ as a monument], {in the view of|if it goes by} <org>
<org> ~asked for:ask for|called for:call for~ {protection|listed status} for <site>
# waiting assertion n:60-9000
<n> {people|households|families} ~were waiting|were on the list~ for {a home|a flat} {at|on} <site>
the waiting list for <site> ~had:have~ <n> {names|entries}[ in <month>]

@energy
@organisations Power Company=the power company; Energy Regulator=the regulator
@organisations Climate Group=the climate group; County Council=the council
@roles project director, regulator, campaigner, councillor, engineer, site manager, landowner
@sites Wind Farm, Substation, Solar Park, Reservoir, Power Station, Pylon Line
# output prediction n:3-900
<site> ~will produce|will generate|will deliver~ <n> megawatts[ from <month>]
{output|production} at <site> ~will reach|will be~ <n> megawatts
<n> megawatts ~will come|will be generated~ {at|from} <site>[ in <town>]
# outage assertion n:90-70000
<n> {homes|households|customers} ~lost:lose~ power after the {fault|failure} at <site>[ <when>]
{a fault|a failure} at <site> ~left:leave~ <n> {homes|households} {without power|in the dark}[ in <town>]
{power|electricity} ~was cut~ to <n> {homes|households} {by|after} the fault at <site>
# turbines commitment n:3-90 what=turbines,pylons,solar arrays,battery units,transformers
<n> <what> ~will be built|will be put up|will be installed~ at <site>[ by <month>]
<lead> ~will build|will install|will put up~ <n> <what> at <site>
# price commitment p:1-40 what=gas,electricity,district heating,heating oil,wood pellets
<lead> ~will raise|will put up|will increase~ the price of <what> by <p>[ in <month>]
<what> ~will cost~ <p> more[ in <town>]
<what> ~will be dearer|will be more expensive~ by <p>
{bills|charges} for <what> ~will rise|will go up|will increase~ by <p>
# permit assertion what=noise limits,height limits,bird protection,road access,water rights
{inspectors|officials} ~refused:refuse|rejected:reject~ the {permit|application} for <site> {over|because of} <what>
the {permit|application} for <site> ~was refused|was turned down|was rejected~ {over|because of} <what>
# emissions commitment p:4-80
<site> ~will cut|will lower|will reduce~ emissions by <p>[ by <month>]
emissions {at|from} <site> ~will fall|will drop|will be lower~ by <p>
# birds assertion n:3-900 what=gulls,bats,kites,geese,otters,eels
<n> <what> ~were killed|were found dead|had died~ {at|near} <site>[ in <month>]
{wardens|volunteers} ~found:find|counted:count~ <n> dead <what> {at|near} <site>
"""

# Phrases and sentences that belong to no story, the commonest first.
_ADJUNCTS = _listed(
    """
    on current plans; after weeks of talks; after a long debate; in spite of protests; for the time being; at short
    notice; after months of uncertainty; amid growing concern; in line with earlier reports; after some delay; under
    pressure from all sides; as things stand; at the end of a difficult week; in the face of criticism; after lengthy
    preparation; to the surprise of many; without further explanation; after an internal review; with the support of
    volunteers; in difficult conditions; after a closed session; as part of a wider programme; following advice from
    experts; against all expectations; to widespread relief; with little warning; after repeated requests; behind closed
    doors; in the course of the year; as had been feared
    """,
    "; ",
)
_SUBJECTS = _listed(
    """
    the matter; people here; many observers; local residents; the people involved; most of those present; officials; the
    two sides; others; neighbours; business owners; several families; those who know the area; the older generation;
    visitors; young people; community leaders; regular customers; experts from outside; commuters; shopkeepers;
    volunteers; a small group of protesters; former employees; critics
    """,
    "; ",
)
_VERBS = _listed(
    """
    had little to add to; were still talking about; were waiting for news of; had followed; took a close interest in;
    had mixed feelings about; wanted to hear more about; remembered the early days of; paid little attention to; were
    divided over; had learnt to live with; looked back on; were tired of; hoped for an end to; kept a record of; could
    not agree about
    """,
    "; ",
)
_OBJECTS = _listed(
    """
    the events of the week; the whole affair; the plans; the details; what came next; the debate; the talks; the long
    wait; the first reports; the noise and the traffic; the state of the roads; the mood in the streets; the last few
    months; the rules; the paperwork; the weather; the questions that remain; the promises of the past; an old dispute;
    the costs; the anniversary
    """,
    "; ",
)
_ENDINGS = _listed(
    """
    ; this week; for now; as before; at the weekend; over a cup of tea; in the local press; in the market square; for
    some time; in private; after work; on the radio; more than ever; with good humour; despite the rain
    """,
    "; ",
)
_ADJECTIVES = _listed(
    """
    new old local long public small early late large recent final open private quiet annual busy modest familiar careful
    narrow broad costly steady sudden gentle stubborn curious shared broken painted crowded empty muddy
    wooden stony rusty faded cheerful gloomy ragged polished crooked hollow slender brittle lavish sombre thrifty clumsy
    solemn vivid dreary frosty dusty leafy marshy windy sandy rocky tidal rural urban coastal alpine vintage makeshift
    mobile portable hand-made second-hand half-finished long-promised well-meant ill-fated much-loved little-known
    short-lived home-grown old-fashioned unsigned unpaid unfinished unlikely unusual uneven unmarked
    """
)
_NOUNS = _listed(
    """
    street question story letter garden road idea market meeting list window school shop bridge song book door party
    photograph newspaper kitchen concert festival orchard fence pavement bicycle lantern notice choir parade bakery
    barber chimney cellar ladder umbrella postbox milestone fountain statue bandstand allotment greenhouse hedge ditch
    stile quarry kiln forge saddle wagon barge jetty anchor lighthouse kite drum trumpet fiddle accordion quilt apron
    kettle teapot saucer biscuit pudding marmalade pickle cider barrel cork bottle thimble needle button ribbon buckle
    glove scarf bonnet mitten waistcoat overcoat suitcase trunk hammock blanket pillow mattress wardrobe mirror carpet
    curtain banister attic gutter drainpipe doorbell keyhole hinge padlock chisel hammer spanner wheelbarrow shovel rake
    beehive henhouse kennel stable paddock meadow thicket brook waterfall cavern cliff pebble lagoon glacier ravine
    almanac diary ledger pamphlet brochure postcard envelope telegram manuscript blueprint sketch mural mosaic tapestry
    """
)
_CUES = (
    "said",
    "told reporters",
    "added",
    "announced",
    "confirmed",
    "explained",
    "insisted",
    "stressed",
    "noted",
    "stated",
)
_HEDGED_CUES = ("said", "suggested", "believes", "told reporters", "indicated")
_DENYING_CUES = ("denied", "disputed", "rejected the claim", "dismissed reports")
_CONDITIONS: dict[str, model.Sense] = {
    "if the funding is agreed": "if",
    "unless the council objects": "unless",
    "once the permits are granted": "once",
    "if members agree": "if",
    "even if costs go up": "even-if",
}
_HEADINGS = _listed(
    """
    {town}: the latest on the {topic} story; What we know about {town}; {town} news in brief; {topic}: new details from
    {town}; The week in {town}; {town} waits for answers
    """,
    "; ",
)

# --- templates --------------------------------------------------------------------------------------------------------

# The participles of the simple pasts above that have one of their own.
_PARTICIPLES = {
    "took": "taken",
    "stole": "stolen",
    "saw": "seen",
    "gave": "given",
    "broke": "broken",
    "fell": "fallen",
    "threw": "thrown",
    "showed": "shown",
    "withdrew": "withdrawn",
}
_IDENTITY = frozenset({"site", "what", "both", "who", "org", "name"})  # what tells facts of one event apart


class _Verb(NamedTuple):
    past: str
    base: str


class _Slot(NamedTuple):
    name: str


class _Choice(NamedTuple):
    ways: tuple[_Sequence, ...]


class _Optional(NamedTuple):
    inner: _Sequence


_Node = str | _Verb | _Slot | _Choice | _Optional
_Sequence = tuple[_Node, ...]
_PIECE = re.compile(r"[{\[<~|}\]]")


def _parsed(line: str, at: int = 0, end: str = "") -> tuple[_Sequence, int]:
    """The nodes from *at* to one of the marks of *end*, and where that mark stands."""
    nodes: list[_Node] = []
    while at < len(line):
        found = _PIECE.search(line, at)
        stop = found.start() if found else len(line)
        if stop > at:
            nodes.append(line[at:stop])
        if stop == len(line) or line[stop] in end:
            return tuple(nodes), stop
        mark, at = line[stop], stop + 1
        if mark == "{":
            ways, mark = [], "|"
            while mark == "|":
                way, at = _parsed(line, at, "|}")
                ways.append(way)
                mark, at = line[at], at + 1
            nodes.append(_Choice(tuple(ways)))
        elif mark == "[":
            inner, at = _parsed(line, at, "]")
            nodes.append(_Optional(inner))
            at += 1
        else:
            close = line.index(">" if mark == "<" else "~", at)
            inside, at = line[at:close], close + 1
            if mark == "<":
                nodes.append(_Slot(inside))
            else:
                verbs = [_Verb(*each.partition(":")[::2]) for each in inside.split("|")]
                nodes.append(verbs[0] if len(verbs) == 1 else _Choice(tuple((verb,) for verb in verbs)))
    return tuple(nodes), at


def _slots(nodes: _Sequence, *, needed: bool) -> set[str]:
    """The names of the slots that *nodes* may have or, where *needed*, always has."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, _Slot):
            found.add(node.name)
        elif isinstance(node, _Choice):
            each = [_slots(way, needed=needed) for way in node.ways]
            found |= set.intersection(*each) if needed else set.union(*each)
        elif isinstance(node, _Optional) and not needed:
            found |= _slots(node.inner, needed=False)
    return found


@frozen(kw_only=True)
class _Event:
    """What may happen: the ways to tell it, and what its slots may hold."""

    name: str
    kind: model.Kind
    specs: tuple[tuple[str, str], ...]
    templates: tuple[_Sequence, ...]
    slots: tuple[str, ...]
    identity: tuple[str, ...]
    ahead: bool  # its months lie in the future


@frozen(kw_only=True)
class _Topic:
    name: str
    organisations: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]
    sites: tuple[str, ...]
    events: tuple[_Event, ...]


def _event(header: str, lines: list[str]) -> _Event:
    name, kind, rest = (header + " ").split(" ", 2)
    # A value may hold blanks: a new slot begins where a word has "=" or a number's ":".
    specs = [each for each in re.split(r" (?=[a-z]+[=:])", rest.strip()) if each]
    templates = tuple(_parsed(line)[0] for line in lines)
    every = set.union(*(_slots(each, needed=False) for each in templates))
    always = set.intersection(*(_slots(each, needed=True) for each in templates))
    identity = tuple(sorted(always & _IDENTITY))
    if not identity:
        raise ValueError(f"nothing tells two facts of {name} apart")
    pairs = tuple((found.group(1), found.group(2)) for each in specs if (found := re.match(r"([a-z]+)[=:](.*)", each)))
    return _Event(
        name=name,
        kind=kind,  # type: ignore[arg-type]  # a constant above; the model checks it
        specs=pairs,
        templates=templates,
        slots=tuple(sorted(every)),
        identity=identity,
        ahead=kind != "assertion" or any("until <month>" in line for line in lines),
    )


@cache
def _topics() -> tuple[_Topic, ...]:
    found = []
    common: tuple[_Event, ...] = ()
    for block in _TEMPLATES.strip().split("\n\n"):
        top, *facts = ("\n" + block).split("\n# ")
        lines = top.strip().split("\n")
        events = tuple(_event(header, rest) for header, *rest in (fact.strip().split("\n") for fact in facts))
        if lines[0] == "@common":
            common = events
            continue
        fields: dict[str, list[str]] = defaultdict(list)
        for line in lines[1:]:
            key, _, values = line.removeprefix("@").partition(" ")
            fields[key] += values.split("; " if key == "organisations" else ", ")
        found.append(
            _Topic(
                name=lines[0].removeprefix("@"),
                organisations=tuple(
                    (full, short) for full, _, short in (e.partition("=") for e in fields["organisations"])
                ),
                roles=tuple(fields["roles"]),
                sites=tuple(fields["sites"]),
                events=events + common,
            )
        )
    return tuple(found)


# --- the world --------------------------------------------------------------------------------------------------------


class _Party(NamedTuple):
    """Somebody who is named or speaks; *short* is the surname, or "the council"; *role* also for organisations."""

    full: str
    short: str
    role: str
    kind: model.SpeakerKind


_Value = int | str | _Party | tuple[str, str]
_Token = tuple[str, "str | _Verb", int]  # kind, payload, and the chance that its form hangs on, 0 to 999


@frozen(kw_only=True)
class _Telling:
    """How one sentence tells a fact: the words but for what slots and certainty make of them."""

    template: int
    tokens: tuple[_Token, ...]
    outer: bool  # "it is likely that" rather than "probably"
    modal: str


@define(kw_only=True, eq=False)
class _Fact:
    label: str
    event: _Event
    values: dict[str, _Value]
    source: _Party | None
    level: int  # 2 certain, 1 probable, 0 possible
    base: _Fact | None = None  # what this one denies
    weight: float
    condition: str
    last: int = 0
    gone: bool = False
    carriers: set[_Party] = field(factory=set)
    barred: set[_Party] = field(factory=set)
    told: dict[int, tuple[_Telling, dict[str, _Value]]] = field(factory=dict)  # by outlet


@define(kw_only=True, eq=False)
class _Story:
    number: int
    topic: _Topic
    town: str
    day: str
    organisations: list[_Party]
    people: list[_Party]
    quota: int
    sites: list[str] = field(factory=list)
    others: list[_Party] = field(factory=list)  # who is only spoken of
    facts: list[_Fact] = field(factory=list)
    keys: set[tuple[str, ...]] = field(factory=set)
    claims: int = 0
    born: int = 0
    silent_until: int = 0


@frozen(kw_only=True)
class _Outlet:
    number: int
    id: str
    name: str
    shift: int  # which synonyms it likes
    reporters: tuple[str, ...]


class _Item(NamedTuple):
    """A claim to be written: facts with their tellings, the same values, source and certainty for all of them."""

    facts: list[tuple[_Fact, _Telling, dict[str, _Value]]]
    sources: list[_Party]
    level: int
    negative: bool
    part: int | None  # which half of a fact of two halves


class _Written(NamedTuple):
    """Places in the text of what a claim's anchors quote."""

    item: _Item
    content: tuple[int, int]
    mention: list[tuple[int, int]]
    cue: tuple[int, int] | None
    condition: str
    mode: model.Mode | None
    proposition: str | None


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + _ZIPF) for rank in range(count)))


def _month_name(month: int) -> str:
    return _MONTHS[month % 12]


def _known_as(value: _Value) -> str:
    return value.full if isinstance(value, _Party) else str(value)


def _slug(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", "-", name.lower()).strip("-")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


class _World:
    """Everything that is drawn, in one order from one seed."""

    def __init__(self, reports: int, claims: int, *, seed: int, stories: int, outlets: int, facts: int) -> None:
        self.random = random.Random(f"stories {seed}")
        self.seed, self.reports, self.claims_per_report = seed, reports, claims
        self.facts, self.stories = facts, stories
        self.quota = reports * claims / stories
        self.open: list[_Story] = []
        self.begun = self.born = 0
        self.towns = [start + end for start in _TOWN_STARTS for end in _TOWN_ENDS]
        self.random.shuffle(self.towns)
        # After the common surnames come rarer ones, which places are named after, too.
        made = [start + end for start in _SURNAME_STARTS for end in _SURNAME_ENDS]
        self.random.shuffle(made)
        self.surnames = (*_SURNAMES, *made)
        self.places = (*_PLACES, *self.surnames)
        self.firms = [f"{name} {what}" for name in self.surnames for what in _FIRMS]
        self.random.shuffle(self.firms)
        self.outlets = [self.outlet(number) for number in range(outlets)]

    # Draws

    def zipf(self, options: Sequence[str]) -> str:
        """One of *options*, the first ones more often."""
        return self.random.choices(options, cum_weights=_weights(len(options)))[0]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def full_name(self) -> str:
        return f"{self.random.choice(_FIRST_NAMES)} {self.zipf(self.surnames)}"

    def person(self, role: str = "") -> _Party:
        name = self.full_name()
        return _Party(name, name.split(" ", 1)[1], role, "person")

    def outlet(self, number: int) -> _Outlet:
        name = f"The {_OUTLETS[number % len(_OUTLETS)]}"
        if number >= len(_OUTLETS):
            name += f" {self.towns[number]}"
        reporters = tuple(dict.fromkeys(self.full_name() for _ in range(5)))
        return _Outlet(number=number, id=_slug(name)[4:], name=name, shift=number, reporters=reporters)

    def story(self) -> _Story:
        """The next story; no two of one topic are in one town."""
        number = self.begun
        self.begun += 1
        topics = _topics()
        topic, turn = topics[number % len(topics)], number // len(topics)
        # Each topic goes through the towns from a place of its own.
        town = self.towns[(turn + 97 * (number % len(topics))) % len(self.towns)]
        if turn >= len(self.towns):
            town = f"{_upper(_SMALL[min(9, 1 + turn // len(self.towns))])} {town}s"
        organisations = []
        for full, short in topic.organisations:
            name = self.firms[turn % len(self.firms)] if full == "*" else f"{town} {full}"
            organisations.append(_Party(name, short, "", "organisation"))
        people: dict[str, _Party] = {}
        while len(people) < 6:
            someone = self.person(topic.roles[len(people) % len(topic.roles)])
            people.setdefault(someone.short, someone)  # within a story a surname is one person
        return _Story(
            number=number,
            topic=topic,
            town=town,
            day=self.random.choice(_DAYS),
            organisations=organisations,
            people=list(people.values()),
            quota=round(self.quota * self.random.uniform(0.5, 1.5)),
        )

    def moment(self, report: int) -> datetime:
        """When the report of that number was published."""
        return (FIRST_DAY + PERIOD * report / self.reports).replace(microsecond=0)

    # Facts

    def value(self, story: _Story, event: _Event, slot: str, spec: str, *, now: int, fresh: bool) -> _Value:
        """What *slot* holds in a new fact; something that the story did not know before if *fresh*."""
        draw = self.random
        if slot == "site":
            if fresh or not story.sites or (len(story.sites) < 10 and self.chance(0.4)):
                story.sites.append(f"{self.zipf(self.places)} {draw.choice(story.topic.sites)}")
                return story.sites[-1]
            return draw.choice(story.sites)
        if slot == "name":
            if fresh or not story.others or (len(story.others) < 8 and self.chance(0.4)):
                taken = {party.short for party in story.people + story.others}
                someone = self.person()
                while someone.short in taken:  # within a story a surname is one person
                    someone = self.person()
                story.others.append(someone)
                return story.others[-1]
            return draw.choice(story.others)
        if slot == "who":
            return draw.choice(story.people)
        if slot == "org":
            return draw.choice(story.organisations)
        if slot == "month":
            return now + draw.randint(1, 10) if event.ahead else max(0, now - draw.randint(0, 5))
        if slot == "what":
            return draw.choice(spec.split(","))
        if slot == "both":
            one, other = draw.sample(spec.split(","), 2)
            return one, other
        low, high = (float(end) for end in spec.split("-"))
        # Small numbers are commoner than large ones.
        drawn: float = low * (high / low) ** draw.random()
        return round(10 * drawn) if slot == "m" else round(drawn)

    def birth(self, story: _Story, *, now: int) -> _Fact:
        """A new fact of *story*."""
        self.born += 1
        story.born += 1
        label = f"{story.topic.name}-{story.number}/{story.born}"
        weight = min(12.0, self.random.paretovariate(1.2))
        if self.chance(_DENIAL):
            known = [fact for fact in story.facts if fact.base is None and not fact.gone]
            base = self.random.choice(known) if known else None
            others = [
                party
                for party in (*story.people, *story.organisations)
                if base is not None and party not in base.carriers | base.barred
            ]
            if base is not None and others:
                denier = self.random.choice(others)
                base.barred.add(denier)
                made = _Fact(
                    label=label,
                    event=base.event,
                    values=dict(base.values),
                    source=denier,
                    level=2,
                    base=base,
                    weight=weight,
                    condition="",
                )
                story.facts.append(made)
                return made
        attempt = 0
        while True:
            attempt += 1
            fresh = attempt > 12
            event = (
                self.random.choice(story.facts).event
                if story.facts and not fresh and self.chance(_TWIN)
                else self.random.choice(story.topic.events)
            )
            specs = dict(event.specs)
            values = {
                slot: self.value(story, event, slot, specs.get(slot, ""), now=now, fresh=fresh)
                for slot in event.slots
                if slot not in ("town", "lead", "when", "day")
            }
            # Each half of a fact of two halves counts, so that a half is told of one fact only.
            both = values.get("both")
            halves = both if isinstance(both, tuple) else ("",)
            keys = [
                (event.name, *(half if slot == "both" else _known_as(values[slot]) for slot in event.identity))
                for half in halves
            ]
            if not any(key in story.keys for key in keys):
                break
        story.keys.update(keys)
        drawn = self.random.random()
        source = (
            None
            if drawn < 0.35
            else self.random.choice([party for party in story.people if party not in values.values()])
            if drawn < 0.8
            else self.random.choice(story.organisations)
            if drawn < 0.96
            else _Party(self.zipf(_ANONYMOUS), "", "", "anonymous")
        )
        made = _Fact(
            label=label,
            event=event,
            values=values,
            source=source,
            level=self.random.choices((2, 1, 0), (70, 15, 15))[0],
            weight=weight,
            condition=self.zipf(tuple(_CONDITIONS)) if event.kind == "commitment" and self.chance(0.15) else "",
        )
        story.facts.append(made)
        return made

    # Tellings

    def expand(self, nodes: _Sequence, outlet: _Outlet, tokens: list[_Token]) -> None:
        draw = self.random
        for node in nodes:
            if isinstance(node, str):
                tokens.append(("words", node, 0))
            elif isinstance(node, _Verb):
                tokens.append(("verb", node, 0))
            elif isinstance(node, _Slot):
                tokens.append(("slot", node.name, draw.randrange(1000)))
            elif isinstance(node, _Choice):
                rank = draw.choices(range(len(node.ways)), cum_weights=_weights(len(node.ways)))[0]
                self.expand(node.ways[(rank + outlet.shift) % len(node.ways)], outlet, tokens)
            elif draw.random() < _OPTIONAL:
                self.expand(node.inner, outlet, tokens)

    def telling(self, fact: _Fact, outlet: _Outlet) -> _Telling:
        """The words of one more telling of *fact*."""
        known = fact.told.get(outlet.number)
        if known is not None and self.chance(_COPIED):
            return known[0]
        if fact.told and self.chance(_WIRED):
            return self.random.choice(list(fact.told.values()))[0]
        templates = fact.event.templates
        template = (
            self.random.choices(range(len(templates)), cum_weights=_weights(len(templates)))[0] + outlet.shift
        ) % (len(templates))
        if known is not None and self.chance(_KEPT_TEMPLATE):
            template = known[0].template
        tokens: list[_Token] = []
        self.expand(templates[template], outlet, tokens)
        drawn = self.random.random()
        if drawn < _ADJUNCT / 2:
            tokens.insert(0, ("aside", f"{self.zipf(_ADJUNCTS)}, ", 0))
        elif drawn < _ADJUNCT:
            tokens.append(("aside", f", {self.zipf(_ADJUNCTS)}", 0))
        return _Telling(
            template=template,
            tokens=tuple(tokens),
            outer=self.chance(0.3),
            modal=self.zipf(("may", "could", "might")),
        )

    def update(self, fact: _Fact) -> None:
        """A new number or month for *fact*."""
        slots = [slot for slot in ("n", "m", "p", "month") if slot in fact.values]
        if not slots:
            return
        slot = self.random.choice(slots)
        value = fact.values[slot]
        assert isinstance(value, int)
        if slot == "month":
            changed = value + self.random.choice((1, 1, 2, 3))
        else:
            changed = max(2, round(value * self.random.choice((0.6, 0.8, 0.9, 1.1, 1.25, 1.5, 2))))
            changed += changed == value
        fact.values = {**fact.values, slot: changed}

    def item(self, story: _Story, fact: _Fact, outlet: _Outlet, report: int) -> _Item:
        """One more claim of *fact*."""
        repeated = bool(fact.told)
        source = fact.source
        level = fact.level
        if repeated:
            if fact.base is None and self.chance(_UPDATED):
                self.update(fact)
            if self.chance(_MOVED):
                fact.level = level = self.random.choices((0, 1, 2), (1, 1, 3))[0]
            # Only somebody with a name takes back: what another one denies is a fact of its own.
            named = source is not None and source.kind != "anonymous"
            if named and fact.base is None and not fact.gone and self.chance(_WITHDRAWN):
                fact.gone, fact.weight = True, fact.weight / 3
            if fact.base is None and not fact.gone and self.chance(_OTHER_SOURCE):
                known = {*fact.barred, *fact.values.values()}
                others = [party for party in story.people + story.organisations if party not in known]
                source = None if self.chance(0.4) or not others else self.random.choice(others)
                level = 2 if self.chance(0.5) else level
        values = fact.values if fact.base is None else fact.base.values  # what is denied is the latest that was said
        if outlet.number in fact.told and self.chance(_STALE):
            values = fact.told[outlet.number][1]
        telling = self.telling(fact, outlet)
        fact.told[outlet.number] = (telling, values)
        fact.last = report
        sources = [] if source is None else [source]
        if source is not None and source.kind != "anonymous" and fact.base is None and self.chance(0.02):
            more = [party for party in story.people if party != source and party not in fact.barred]
            sources += self.random.sample(more, min(1, len(more)))
        fact.carriers.update(sources)
        negative = fact.base is not None or fact.gone
        return _Item([(fact, telling, values)], sources, 2 if negative else level, negative, None)

    # Reports

    def plan(self, report: int) -> tuple[_Outlet, list[tuple[_Story, list[_Item]]]]:
        """Which outlet tells what of which stories in the report of that number."""
        draw = self.random
        outlet = draw.choice(self.outlets)
        size = self.claims_per_report
        # Reports differ in length; every second one makes up for the one before.
        if report + 1 < self.reports or report % 2:
            jitter = random.Random(f"{self.seed} size {report // 2}").randint(-(size // 3), size // 3)
            size += -jitter if report % 2 else jitter
        while len(self.open) < PARALLEL and self.begun < self.stories:
            self.open.append(self.story())
        awake = [story for story in self.open if story.silent_until <= report] or self.open
        chosen = draw.sample(awake, min(len(awake), max(1, round(size / CLAIMS_PER_STORY))))
        due = self.facts * (report + 1) // self.reports - self.born
        births = [True] * min(size, max(0, due)) + [False] * max(0, size - max(0, due))
        draw.shuffle(births)
        moment = self.moment(report)
        now = 12 * (moment.year - FIRST_DAY.year) + moment.month - 1
        told = []
        for turn, story in enumerate(chosen):
            part = births[turn * size // len(chosen) : (turn + 1) * size // len(chosen)]
            if part:
                told.append((story, self.items(story, outlet, part, report=report, now=now)))
        for story in chosen:
            if story.claims >= story.quota and self.begun < self.stories:
                self.open.remove(story)
            elif self.chance(_SLEEP):
                story.silent_until = report + 1 + round(draw.random() * _LONGEST_SLEEP * self.reports)
        return outlet, told

    def items(self, story: _Story, outlet: _Outlet, births: list[bool], *, report: int, now: int) -> list[_Item]:
        draw = self.random
        size = len(births)
        story.claims += size
        # Old facts fade, but may come back; the order is that of a weighted draw without replacement.
        waiting = sorted(
            story.facts,
            key=lambda fact: draw.random() ** ((1 + (report - fact.last) * _FADING / self.reports) / fact.weight),
        )
        fresh = sum(births)
        found: list[_Item] = []
        while len(found) < size:
            if fresh or not waiting:
                fact = self.birth(story, now=now)
                fresh = max(0, fresh - 1)
            else:
                fact = waiting.pop()
            item = self.item(story, fact, outlet, report)
            if "both" in fact.values and fact.base is None and size - len(found) > 1 and self.chance(_SPLIT):
                found += [item._replace(part=0), item._replace(part=1)]
                continue
            if waiting and not item.negative and len(found) + 1 < size and self.chance(_MERGED):
                other = waiting[-1]
                if other.base is None and not other.gone and other.source == fact.source and other.level == item.level:
                    second = self.item(story, waiting.pop(), outlet, report)
                    if (second.sources, second.level, second.negative) == (item.sources, item.level, False):
                        item.facts.extend(second.facts)
                    else:
                        found.append(second)
            found.append(item)
        draw.shuffle(found)
        return found

    # Words

    def words(self, story: _Story, item: _Item, which: int, outlet: _Outlet, *, full: bool, denied: bool) -> str:
        """
        One of the facts of *item* in words.

        Args:
            story: The story of the fact.
            item: The claim.
            which: The number of the fact in *item*.
            outlet: Who tells it.
            full: Whether everything is named so that the words stand alone, as in a proposition.
            denied: Whether the attribution bears the denial ("denied that"), not the verb.
        """
        _, telling, values = item.facts[which]
        mood = "" if item.level == 2 or (item.negative and denied) else ("possible", "probable")[item.level]
        if item.negative and not denied:
            mood = "negative"
        verbs = any(kind == "verb" for kind, _, _ in telling.tokens)
        outer = mood and (not verbs or (telling.outer and mood != "negative"))
        found = []
        for kind, payload, chance in telling.tokens:
            if isinstance(payload, _Verb):
                found.append(_inflected(payload, "" if outer else mood, telling.modal))
            elif kind == "slot":
                found.append(self.slot(story, payload, values, item.part, chance, outlet, full=full))
            elif not (kind == "aside" and full):
                found.append(payload)
        text = "".join(found)
        if outer:
            text = {"possible": "it is possible that ", "probable": "it is likely that "}.get(
                mood, "it is not true that "
            ) + text
        return text

    def slot(
        self,
        story: _Story,
        name: str,
        values: Mapping[str, _Value],
        part: int | None,
        chance: int,
        outlet: _Outlet,
        *,
        full: bool,
    ) -> str:
        """What stands in the text for the slot *name*."""
        if name == "town":
            return "the town" if not full and chance < 1000 * _ANAPHORA else story.town
        if name in ("when", "day"):
            early = "" if full or chance > 300 else ("late ", "early ")[chance % 2]
            return story.day if name == "day" else f"{early}on {story.day}"
        value = story.organisations[0] if name == "lead" else values[name]
        if isinstance(value, tuple) and not isinstance(value, _Party):
            return value[part] if part is not None else " and the ".join(value)
        if isinstance(value, _Party):
            if value.kind == "organisation":
                if full or chance >= 2000 * _ANAPHORA:
                    # Some outlets abbreviate.
                    letters = "".join(word[0] for word in value.full.split())
                    return letters if not full and chance > 940 and len(letters) > 2 else value.full
                return value.short
            if full or chance < 500:
                return value.full
            return value.short if chance < 850 or not value.role else f"{value.role} {value.full}"
        if name == "month":
            year = FIRST_DAY.year + int(value) // 12
            return _month_name(int(value)) + (f" {year}" if full or chance < 150 else "")
        if isinstance(value, str):
            return value
        number = _number(name, value, outlet.number)
        return (
            number
            if full or chance < 800 or number in _SMALL
            else f"{('some', 'about', 'around')[chance % 3]} {number}"
        )

    def report(self, number: int) -> tuple[model.Report, dict[str, tuple[str, ...]]]:
        """The report of that number, and the facts of its claims."""
        outlet, told = self.plan(number)
        return _Page(self, outlet, number).written(told)


def _inflected(verb: _Verb, mood: str, modal: str) -> str:
    """The finite *verb* with a hedge or a negation, as *mood* has it."""
    if not mood:
        return verb.past
    first, _, rest = verb.past.partition(" ")
    if mood == "possible":
        if first == "will":
            return f"{modal} {rest}"
        if first in ("is", "are"):
            return f"{modal} be {rest}".rstrip()
        if first in ("was", "were"):
            return f"{modal} have been {rest}".rstrip()
        if not verb.base:  # has, have, had
            return f"{modal} have {rest}"
        return f"{modal} have {_PARTICIPLES.get(first, first)} {rest}".rstrip()
    word = "not" if mood == "negative" else "probably"
    if not verb.base:
        return f"{first} {word} {rest}".rstrip()
    return f"did not {verb.base}" if mood == "negative" else f"probably {verb.past}"


def _number(slot: str, value: int, style: int) -> str:
    """A number as an outlet of that *style* writes it."""
    if slot == "p":
        return f"{value}" + ("%", " per cent", " percent")[style % 3]
    if slot == "m":  # in hundreds of thousands of pounds
        if value < 10:
            return f"£{value}00,000"
        whole = f"£{value / 10:.1f}".removesuffix(".0")
        return whole + ("m", " million")[style % 2]
    return _SMALL[value] if value < 10 else f"{value:,}"


class _Page:
    """The text of one report while it is written, and its claims."""

    def __init__(self, world: _World, outlet: _Outlet, number: int) -> None:
        self.world, self.outlet, self.number = world, outlet, number
        self.random = world.random
        self.parts: list[str] = []
        self.length = 0
        self.written_claims: list[tuple[_Story, _Written]] = []
        self.speakers: dict[str, model.Speaker] = {}
        self.named: set[str] = set()
        self.bare = world.chance(0.12)  # a text that has surnames only
        self.reporter = self.random.choice(outlet.reporters)

    def add(self, text: str) -> tuple[int, int]:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def written(self, told: Sequence[tuple[_Story, list[_Item]]]) -> tuple[model.Report, dict[str, tuple[str, ...]]]:
        world = self.world
        for story, items in told:
            if self.parts:
                self.add("\n\n")
            for place, item in enumerate(items):
                if place:
                    self.add("\n\n" if place % 4 == 0 else " ")
                self.claim(story, item)
                if world.chance(_FILLER):
                    self.add(f" {self.filler()}")
        self.add("\n")
        main = told[0][0]
        title = _upper(world.zipf(_HEADINGS).format(town=main.town, topic=main.topic.name))
        text = "".join(self.parts)
        author = "newsdesk"
        self.speakers[author] = model.Speaker(id=author, name=self.reporter, kind="author")
        claims = [
            self.claimed(f"c{place}", story, claim, text, author)
            for place, (story, claim) in enumerate(self.written_claims, 1)
        ]
        name = f"{self.outlet.id}-{self.number:06}"
        report = model.Report(
            id=name,
            document=model.Document(
                id=f"{name}-text",
                text=text,
                title=title,
                authors=(author,),
                publisher=model.Publisher(self.outlet.id, self.outlet.name),
                language="en",
                published=f"{world.moment(self.number).isoformat()}Z",
            ),
            annotators=(model.Annotator(id="desk", name="Annotation desk"),),
            speakers=tuple(self.speakers.values()),
            claims=tuple(claims),
        )
        truth = {
            made.id: tuple(fact.label for fact, _, _ in claim.item.facts)
            for made, (_, claim) in zip(claims, self.written_claims, strict=True)
        }
        return report, truth

    def filler(self) -> str:
        """A sentence that claims nothing of any story."""
        zipf = self.world.zipf
        ending = zipf(_ENDINGS)
        thing = zipf(_OBJECTS) if self.world.chance(0.4) else f"the {zipf(_ADJECTIVES)} {zipf(_NOUNS)}"
        return _upper(f"{zipf(_SUBJECTS)} {zipf(_VERBS)} {thing}{' ' if ending else ''}{ending}.")

    def mention(self, party: _Party) -> str:
        """The words that name *party* here; the first ones say most."""
        if party.kind == "anonymous":
            return party.full
        known = party.full in self.named
        self.named.add(party.full)
        if party.kind == "organisation":
            name = party.short if known and self.world.chance(0.6) else party.full
            return name if self.world.chance(0.6) else f"a spokesman for {name}"
        if self.bare:
            return f"{party.role} {party.short}" if party.role and not known else party.short
        if known:
            return party.short if self.world.chance(0.8) else party.full
        return f"{party.role} {party.full}" if party.role and self.world.chance(0.6) else party.full

    def speaker(self, story: _Story, party: _Party) -> str:
        """The id of *party* among the speakers of the report."""
        name = party.short if self.bare and party.kind == "person" else party.full
        # Of two stories come two persons of one surname.
        for stem in (_slug(name), f"{_slug(name)}-{story.number}"):
            known = self.speakers.get(stem)
            if known is None:
                self.speakers[stem] = model.Speaker(
                    id=stem,
                    name=name,
                    aliases=(party.short,) if party.short and party.short != name else (),
                    kind=party.kind,
                    role=party.role or None,
                    affiliation=story.organisations[0].full if party.kind == "person" and len(party.role) > 8 else None,
                )
                return stem
            if known.name == name and known.role == (party.role or None):
                return stem
        return stem

    def claim(self, story: _Story, item: _Item) -> None:
        """Adds the sentence of *item*."""
        world, zipf = self.world, self.world.zipf
        denied = item.negative and bool(item.sources) and world.chance(0.6)
        content = self.joined(story, item, full=False, denied=denied)
        fact = item.facts[-1][0]
        condition = fact.condition if not item.negative and world.chance(0.7) else ""
        if condition:
            content += f" {condition}"
        names = [self.mention(party) for party in item.sources]
        cue: str | None = None
        mode: model.Mode | None = None
        mention: list[tuple[int, int]] = []
        cued: tuple[int, int] | None = None

        def sources(*, first: bool) -> None:
            for place, name in enumerate(names):
                if place:
                    self.add(" and ")
                mention.append(self.add(_upper(name) if first and not place else name))

        if not names:
            place = self.add(_upper(content))
            self.add(".")
        else:
            mode = "indirect"
            if denied:
                cue, pattern = zipf(_DENYING_CUES), "that"
            else:
                pattern = zipf(("that", "after", "quote", "according", "quoted"))
                cue = zipf(_CUES if item.level == 2 else _HEDGED_CUES)
            if pattern in ("quote", "quoted"):
                mode, cue = "direct", zipf(("said", "added", "told reporters"))
            if pattern == "that":
                sources(first=True)
                self.add(" ")
                cued = self.add(cue)
                self.add(" that ")
                place = self.add(content)
                self.add(".")
            elif pattern == "after":
                place = self.add(_upper(content))
                self.add(", ")
                sources(first=False)
                self.add(" ")
                cued = self.add(cue)
                self.add(".")
            elif pattern == "according":
                cued = self.add("According to")
                self.add(" ")
                sources(first=False)
                self.add(", ")
                place = self.add(content)
                self.add(".")
            elif pattern == "quote":
                self.add("“")
                place = self.add(_upper(content))
                self.add(",” ")
                sources(first=False)
                self.add(" ")
                cued = self.add(cue)
                self.add(".")
            else:
                sources(first=True)
                self.add(" ")
                cued = self.add(cue)
                self.add(": “")
                place = self.add(_upper(content))
                self.add(".”")
        stated = None
        full = self.joined(story, item, full=True, denied=False) + (f" {condition}" if condition else "")
        # Words that only the text around them explains are always restated.
        short = any(
            kind == "slot" and payload in ("town", "lead", "org") and chance < 2000 * _ANAPHORA
            for _, telling, _ in item.facts
            for kind, payload, chance in telling.tokens
        )
        if short or denied or world.chance(_STATED):
            if story.town not in full and world.chance(0.6):
                full += f" ({story.town})"
            stated = f"{_upper(full)}."
        self.written_claims.append((story, _Written(item, place, mention, cued, condition, mode, stated)))

    def joined(self, story: _Story, item: _Item, *, full: bool, denied: bool) -> str:
        return " and ".join(
            self.world.words(story, item, which, self.outlet, full=full, denied=denied)
            for which in range(len(item.facts))
        )

    def claimed(self, name: str, story: _Story, claim: _Written, text: str, author: str) -> model.Claim:
        """The claim that was written, with its anchors in *text*."""

        def anchor(place: tuple[int, int]) -> model.Anchor:
            start, end = place
            return model.Anchor(
                Span(start, end),
                text[start:end],
                prefix=text[max(0, start - _CONTEXT) : start] or None,
                suffix=text[end : end + _CONTEXT] or None,
            )

        fact, _, values = claim.item.facts[0]
        end = claim.content[1]
        month = values.get("month")
        return model.Claim(
            id=name,
            kind=fact.event.kind,
            content=(anchor(claim.content),),
            proposition=claim.proposition,
            attribution=model.Attribution(
                speakers=tuple(self.speaker(story, party) for party in claim.item.sources) or (author,),
                mention=tuple(anchor(place) for place in claim.mention),
                cue=() if claim.cue is None else (anchor(claim.cue),),
                mode=claim.mode,
            ),
            certainty=f"{('PS', 'PR', 'CT')[claim.item.level]}{'-' if claim.item.negative else '+'}",
            conditions=(model.Condition(_CONDITIONS[claim.condition], anchor((end - len(claim.condition), end))),)
            if claim.condition
            else (),
            time=(model.Time(f"{FIRST_DAY.year + month // 12}-{month % 12 + 1:02}"),) if isinstance(month, int) else (),
            tags=(story.topic.name,),
            origin=model.Origin(annotator="desk"),
        )


# --- the public face --------------------------------------------------------------------------------------------------


def generate(
    reports: int,
    claims_per_report: int,
    *,
    seed: int = 1,
    stories: int | None = None,
    outlets: int = 6,
    facts: int | None = None,
) -> Iterator[tuple[model.Report, dict[str, tuple[str, ...]]]]:
    """
    Reports in order of time, each with the labels of the facts that each of its claims tells, by claim id.

    The same arguments give the same reports. At most `PARALLEL` stories are held at a time, whatever the size.

    Args:
        reports: How many reports.
        claims_per_report: How many claims a report has in the mean; the sum is exact.
        seed: What everything depends on.
        stories: How many stories in all; one for every `FACTS_PER_STORY` facts where it is left out.
        outlets: How many outlets there are.
        facts: How many facts are told in all, about: where there is nothing old to tell, more are new. A fact for
            every `SIGHTINGS` claims where it is left out.

    Raises:
        ValueError: If a number is below 1, or there are to be more facts than claims.
    """
    claims = reports * claims_per_report
    facts = max(1, claims // SIGHTINGS) if facts is None else facts
    stories = max(1, facts // FACTS_PER_STORY) if stories is None else stories
    if min(reports, claims_per_report, stories, outlets, facts) < 1:
        raise ValueError("reports, claims_per_report, stories, outlets and facts are at least 1")
    if facts > claims:
        raise ValueError(f"{claims} claims cannot tell {facts} facts")
    world = _World(reports, claims_per_report, seed=seed, stories=stories, outlets=outlets, facts=facts)
    return (world.report(number) for number in range(reports))


def ledger(facts: int, *, seed: int = 1) -> Iterator[tuple[model.Report, dict[str, tuple[str, ...]]]]:
    """Reports as `generate` gives them that tell about *facts* facts, two sightings each in the mean."""
    return generate(max(1, facts // 10), 20, seed=seed, facts=facts)


_Key = TypeVar("_Key", bound="Hashable")
_Labels = frozenset[str]


def pairwise(truth: Mapping[_Key, Iterable[str]], found: Mapping[_Key, Iterable[str]]) -> tuple[float, float, float]:
    """
    How well *found* groups claims: precision, recall and their harmonic mean, over pairs of claims in one fact.

    A pair counts once, however many facts it shares; a claim that one side does not name is in no fact there. Without a
    pair that is found the precision is 1, without one to find the recall. The time grows with the number of claims
    (and with the square of how many different sets of several facts overlap in one fact).

    Args:
        truth: The labels of the facts of each claim.
        found: Likewise; the labels need not be the same ones.
    """
    none: _Labels = frozenset()
    true = {claim: frozenset(labels) for claim, labels in truth.items()}
    told = {claim: frozenset(labels) for claim, labels in found.items()}
    both = _pairs(Counter((labels, told.get(claim, none)) for claim, labels in true.items()))
    to_find = _pairs(Counter((labels,) for labels in true.values()))
    as_found = _pairs(Counter((labels,) for labels in told.values()))
    precision = both / as_found if as_found else 1.0
    recall = both / to_find if to_find else 1.0
    mean = 2 * precision * recall / (precision + recall) if both else 0.0
    return precision, recall, mean if as_found or to_find else 1.0


def _pairs(counts: Mapping[tuple[_Labels, ...], int]) -> int:
    """How many pairs of claims share a label in each place; *counts* are those of claims of the same sets of labels."""
    cells: dict[tuple[str, ...], list[tuple[_Labels, ...]]] = defaultdict(list)
    for sets in counts:
        crossed: list[tuple[str, ...]] = [()]
        for labels in sets:
            crossed = [(*cell, label) for cell in crossed for label in labels]
        for cell in crossed:
            cells[cell].append(sets)
    total = sum(count * (count - 1) // 2 for sets, count in counts.items() if all(sets))
    for cell, members in cells.items():
        for one, other in combinations(members, 2):
            # Where they share several labels, the pair counts in the first cell that both are in.
            if all(min(a & b) == label for a, b, label in zip(one, other, cell, strict=True)):
                total += counts[one] * counts[other]
    return total


def figures(corpus: Iterable[tuple[model.Report, Mapping[str, Iterable[str]]]]) -> dict[str, float]:
    """
    What a corpus is like, as counts and shares.

    `repeats` are the claims of a fact that was told before, by itself; of these, `copied` is the share in the
    very words of an earlier telling, and `overlap` the mean share of words in common with the latest one (Jaccard).
    `twins` is the share of facts that were once told in words in which, but for names and numbers, another fact was
    told, too.
    """
    count: Counter[str] = Counter()
    last: dict[str, str] = {}
    before: dict[str, set[str]] = defaultdict(set)
    shapes: dict[str, set[str]] = defaultdict(set)
    told: Counter[str] = Counter()
    vocabulary: Counter[str] = Counter()
    overlaps = []
    for report, truth in corpus:
        count["reports"] += 1
        vocabulary.update(re.findall(r"[\w’']+", (report.document.text or "").lower()))
        for claim in report.claims:
            count["claims"] += 1
            count["hedged"] += str(claim.certainty)[:2] in ("PR", "PS")
            count["negative"] += str(claim.certainty).endswith("-")
            labels = tuple(truth[claim.id])
            told.update(labels)
            if len(labels) != 1:
                count["merged"] += 1
                continue
            (label,) = labels
            words = claim.quote.lower()
            if label in last:
                count["repeats"] += 1
                count["copied"] += words in before[label]
                one, other = set(words.split()), set(last[label].split())
                overlaps.append(len(one & other) / len(one | other))
            shapes[re.sub(r"[\d,.£%]+|\b[A-Z]\S*", "_", claim.quote[:1].lower() + claim.quote[1:])].add(label)
            before[label].add(words)
            last[label] = words
    return {
        **{key: count[key] for key in ("reports", "claims", "hedged", "negative", "merged", "repeats")},
        "facts": len(told),
        "once": sum(number == 1 for number in told.values()),
        "most": max(told.values(), default=0),
        "copied": count["copied"] / max(1, count["repeats"]),
        "overlap": statistics.fmean(overlaps) if overlaps else 0.0,
        "twins": len({label for labels in shapes.values() if len(labels) > 1 for label in labels}) / max(1, len(last)),
        "words": vocabulary.total(),
        "vocabulary": len(vocabulary),
    }


def main() -> None:
    """Prints a text and the figures of a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=700)
    parser.add_argument("--claims", type=int, default=28, help="per report")
    parser.add_argument("--facts", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    made = generate(given.reports, given.claims, seed=given.seed, facts=given.facts)
    first = next(made)
    print(first[0].document.text)
    for name, value in figures(chain([first], made)).items():
        print(f"{name:12}{value:12,.2f}" if isinstance(value, float) else f"{name:12}{value:12,}")


if __name__ == "__main__":
    main()
