"""What people are called; all of them are made up, and likenesses are chance."""

FIRST_NAMES = (
    "Aaron", "Abigail", "Adeel", "Adriana", "Aisha", "Alan", "Amara", "Amelia", "Andrew", "Anita",
    "Anjali", "Beatrice", "Ben", "Bethan", "Bilal", "Bronagh", "Callum", "Carmen", "Carol", "Catherine",
    "Chidi", "Chloë", "Claire", "Colette", "Craig", "Daljit", "Danielle", "Darren", "Deepa", "Denise",
    "Dominic", "Eilidh", "Elaine", "Eleanor", "Emeka", "Emily", "Esther", "Fatima", "Fiona", "Frances",
    "Gareth", "Gemma", "Grace", "Graham", "Gurpreet", "Hannah", "Harriet", "Hassan", "Helen", "Ibrahim",
    "Imogen", "Isaac", "Ivan", "Jasmine", "Jodie", "Joel", "José", "Julie", "Kamal", "Karen",
    "Kate", "Keith", "Kwame", "Laura", "Leanne", "Leila", "Lewis", "Lorraine", "Malik", "Marcus",
    "Maria", "Martin", "Meera", "Megan", "Mohammed", "Nadia", "Naomi", "Neil", "Niamh", "Noël",
    "Olivia", "Owen", "Patricia", "Paul", "Pauline", "Priya", "Rachel", "Ravi", "Renée", "Rhys",
    "Rosa", "Rukhsana", "Ruth", "Samir", "Sandra", "Sarah", "Shabana", "Shaun", "Siân", "Simone",
    "Sophie", "Stephen", "Sunita", "Tariq", "Tessa", "Theo", "Tom", "Ursula", "Vikram", "Yasmin",
    "Yusuf", "Zainab", "Zara", "Zoë",
)  # fmt: skip
SURNAMES = (
    "Abara", "Adeyinka", "Ahmadi", "Allsworth", "Anstey", "Appleyard", "Ashcombe", "Attwell", "Balogun",
    "Bamber", "Barrowcliff", "Beddoes", "Bhandari", "Blackshaw", "Boateng", "Bramall", "Brightwell", "Burdett",
    "Cardew", "Chadha", "Chaudhry", "Clegg", "Coldwell", "Colborne", "Crowther", "Dalby", "Darwish",
    "Denholm", "Desai", "Dhillon", "Dunstable", "Eccles", "Edgeworth", "Ellery", "Eze", "Fairclough",
    "Farooqi", "Featherstone", "Fenwick", "Figgis", "Gadsby", "Garside", "Ghosh", "Gilroy", "Goddard",
    "Greaves", "Grewal", "Hallam", "Hardcastle", "Hebden", "Hussein", "Igwe", "Ingham", "Iqbal",
    "Jessop", "Joshi", "Kaur", "Kelleher", "Kendrick", "Khatun", "Kingdom", "Lamptey", "Lanyon",
    "Larkham", "Lightfoot", "Lomas", "MacAllister", "Malhotra", "Mannion", "Marsden", "Mensah", "Merriweather",
    "Mistry", "Mulcahy", "Nadarajah", "Nettleton", "Nwosu", "O'Dowd", "O'Rourke", "Oduya", "Okoro",
    "Ollerton", "Osgood", "Parmar", "Peverell", "Pickersgill", "Poulter", "Quayle", "Qureshi", "Rahim",
    "Ramsbottom", "Rawcliffe", "Redfern", "Rigby", "Sandhu", "Savident", "Scargill", "Sethi", "Shackleton",
    "Shaw-Patel", "Siddall", "Skelton", "Sokolov", "Stanworth", "Stirrup", "Sugden", "Tattersall", "Thackray",
    "Tindall", "Trewin", "Uddin", "Underhill", "Varley", "Venables", "Virdee", "Wadsworth", "Wainwright",
    "Whitlow", "Winstanley", "Yates-Cole",
)  # fmt: skip
TUTORS = (
    "J. Penrose",
    "M. Achebe",
    "L. Hargreave",
    "S. Tomlin",
    "R. Devereux",
    "P. Oyelaran",
    "C. Ainsley",
    "D. Varma",
)
SPECIALISTS = ("Dr H. Marchbanks", "F. Lindqvist", "N. Osei", "V. Carrington", "T. Bellweather")
NOBODY_KNOWS = ("Visiting mentor", "J Marsden (cover)", "Mentor TBC", "Bev from quality", "M. Okaro?")
"""Names as logs have them that stand on no list."""
