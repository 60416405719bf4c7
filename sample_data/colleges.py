"""Forty colleges and other providers, none of which exists."""

from dataclasses import dataclass

FIRST_UKPRN = 99_990_001


@dataclass(frozen=True, slots=True)
class College:
    """A provider, its short name and how many of its people have a place on a programme."""

    name: str
    short: str
    provider_type: str
    region: str
    people: int

    @property
    def code(self) -> str:
        """Four letters for references."""
        return "".join(letter for letter in self.short if letter.isalpha())[:4].upper()

    @property
    def domain(self) -> str:
        """The end of its e-mail addresses, in a domain that nobody can own."""
        return "".join(letter for letter in self.short.casefold() if letter.isalpha()) + ".example"


GENERAL, SIXTH_FORM = "General FE", "Sixth-form college"
TRAINING, OTHER = "Independent training provider", "Other"

COLLEGES = (
    College("Brackenfold College", "Brackenfold", GENERAL, "North West", 40),
    College("Harrowmere College", "Harrowmere", GENERAL, "West Midlands", 36),
    College("Kesterby and District College", "Kesterby", GENERAL, "East Midlands", 32),
    College("Thornbeck College", "Thornbeck", GENERAL, "Yorkshire and The Humber", 28),
    College("Wexcombe College", "Wexcombe", GENERAL, "South West", 24),
    College("Penbrock College Group", "Penbrock", GENERAL, "South West", 22),
    College("Marlstow College", "Marlstow", GENERAL, "South East", 20),
    College("Calderwick College", "Calderwick", GENERAL, "Yorkshire and The Humber", 18),
    College("Eastholme College", "Eastholme", GENERAL, "East of England", 17),
    College("Ashlingford College", "Ashlingford", GENERAL, "South East", 16),
    College("Stannerton College", "Stannerton", GENERAL, "North East", 15),
    College("Lowmarsh College", "Lowmarsh", GENERAL, "East of England", 14),
    College("Oxleigh Vale College", "Oxleigh Vale", GENERAL, "West Midlands", 14),
    College("Thamesbourne Adult College", "Thamesbourne", OTHER, "London", 13),
    College("Greatwell Training", "Greatwell", TRAINING, "East Midlands", 12),
    College("Aldermere Sixth Form College", "Aldermere", SIXTH_FORM, "South East", 12),
    College("Hollinsworth College", "Hollinsworth", GENERAL, "North West", 11),
    College("Saltersea College", "Saltersea", GENERAL, "North West", 11),
    College("Fernbury Land-based College", "Fernbury", GENERAL, "South West", 10),
    College("Quarrowden Skills", "Quarrowden", TRAINING, "North East", 10),
    College("St Osyn's Sixth Form College", "St Osyn's", SIXTH_FORM, "East of England", 9),
    College("Wyndlesford College", "Wyndlesford", GENERAL, "South East", 9),
    College("Drayholme College", "Drayholme", GENERAL, "Yorkshire and The Humber", 9),
    College("Merrowby Sixth Form College", "Merrowby", SIXTH_FORM, "East Midlands", 8),
    College("Coppenshaw Training", "Coppenshaw", TRAINING, "North West", 8),
    College("Northmoor Bay College", "Northmoor Bay", GENERAL, "North East", 8),
    College("Lambsworth Adult Learning", "Lambsworth", OTHER, "London", 7),
    College("Pellingham College", "Pellingham", GENERAL, "South East", 7),
    College("Hexley Cross Sixth Form College", "Hexley Cross", SIXTH_FORM, "London", 7),
    College("Ravensfleet College", "Ravensfleet", GENERAL, "East Midlands", 6),
    College("Tidecombe College", "Tidecombe", GENERAL, "South West", 6),
    College("Birchenshaw College", "Birchenshaw", GENERAL, "West Midlands", 6),
    College("Gatewell Apprenticeships", "Gatewell", TRAINING, "East of England", 6),
    College("Skelbrigg College", "Skelbrigg", GENERAL, "North East", 5),
    College("Oakenby College", "Oakenby", GENERAL, "West Midlands", 5),
    College("Swanmouth College", "Swanmouth", GENERAL, "East of England", 5),
    College("Kirkholme Prison Education", "Kirkholme", OTHER, "Yorkshire and The Humber", 5),
    College("Lyddenford Sixth Form College", "Lyddenford", SIXTH_FORM, "South West", 5),
    College("Hartsedge Training", "Hartsedge", TRAINING, "West Midlands", 4),
    College("Ebbsworth College of Craft", "Ebbsworth", OTHER, "London", 3),
)

UKPRN = {college: FIRST_UKPRN + place for place, college in enumerate(COLLEGES)}
BY_SHORT = {college.short: college for college in COLLEGES}
