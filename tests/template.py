"""Make the migrated template of the engine of TEST_ENGINE and keep it, so that the runs of tests that follow find it.

`python -m tests.template`: beside a run on the other engine it costs no time of its own.
"""

from tests import databases, environment


def main() -> None:
    services = environment.Services(runs_tests=False)
    try:
        databases.make_template()
    finally:
        services.stop()


if __name__ == "__main__":
    main()
