"""Files of an office -> tidy tables and a list of findings.

Importing this room locks GDAL: it must happen before any part of the program imports pyogrio,
because GDAL chooses its readers once, when it starts.
"""

from mapping.intake.gate.files import guard_gdal

guard_gdal()
