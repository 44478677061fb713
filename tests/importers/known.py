"""The bodies that the program knows, for tests of what needs them."""

from conductcli.casefile.parser import items
from conductcli.importers.iopc.bodies import Bodies
from conductcli.organisations import ORGANISATIONS as FILE
from conductcli.organisations import Organisations

with FILE.open("rb") as _stream:
    ORGANISATIONS = Organisations(item.value for item in items(_stream) if len(item.path) == 2)
BODIES = Bodies(ORGANISATIONS)
