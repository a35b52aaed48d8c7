"""`python -m briefing`."""

from briefing.cli.main import run

if __name__ == "__main__":
    run()
