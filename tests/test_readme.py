"""What the README shows of the command line is what happens."""

import re
import shlex

import pytest


@pytest.fixture(scope="module")
def readme(examples):
    return (examples.parent.parent / "README.md").read_text(encoding="utf-8")


def test_a_story_is_followed_from_an_empty_folder(run, readme, tmp_path):
    """
    Each command of that block prints what stands beneath it.
    """
    [block] = re.findall(r"From an empty folder:\n\n```console\n(.*?)```", readme, re.DOTALL)
    steps = [step.partition("\n") for step in re.split(r"(?:\A|\n)\$ ", "\n" + block.rstrip("\n"))[1:]]
    assert len(steps) == 7

    for command, _, told in steps:
        words = shlex.split(command)
        if words[0] == "printf":
            text, name = words[2], words[4]
            (tmp_path / name).write_text(f"{text}\n", encoding="utf-8", newline="")
            continue
        assert words[0] == "claimtrack"
        _, out, err = run(*words[1:])
        assert out.replace("\\", "/").rstrip("\n") == told
        assert err == ""


def test_pictures_are_there_and_small(readme, examples):
    pictures = re.findall(r"!\[[^\]]+\]\((docs/images/[^)]+)\)", readme)

    assert len(pictures) == 2
    assert all((examples.parent.parent / name).stat().st_size < 300_000 for name in pictures)
