"""What respondents write: sentences by what they are about and by who may say them, and how they are put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from sample_data.drawing import chance, weighted

ANYONE, MENTOR, MENTEE, PARTICIPANT = "anyone", "mentor", "mentee", "participant"

Said = Mapping[str, Mapping[str, tuple[str, ...]]]

PRAISE: Said = {
    "concern denied": {
        MENTOR: (
            "Time was never the problem I had feared it would be.",
            "No trouble at all with the technology, which surprised me.",
        ),
        MENTEE: (
            "I never felt rushed.",
            "Nothing I said was passed on to my manager, and I had worried about that.",
            "We hardly ever had to cancel.",
        ),
        PARTICIPANT: ("The online format was no drawback at all.",),
    },
    "models-knowledge": {
        MENTOR: (
            "I had mentored for years without a model; GROW gave my conversations a shape.",
            "OSKAR was new to me and I now use the scaling question nearly every week.",
            "I finally understand the difference between mentoring, coaching and just telling people what I would do.",
            "The tools in the toolkit are ones I can actually pick up and use on a Tuesday afternoon.",
            "Knowing the theory behind mentoring has made me far less likely to wing it.",
        ),
        MENTEE: (
            "My mentor used a clear framework, so each meeting ended with a goal and a next step.",
            "We worked through GROW together and I now use it with my own tutor group.",
            "I did not know what mentoring was before this; I thought it would be another observation.",
            "I can tell coaching from mentoring now, and I know which one I need.",
        ),
        PARTICIPANT: ("I came away with a simple coaching model that I now use in one-to-ones with my team.",),
    },
    "peer-confidence": {
        MENTOR: (
            "Talking to the other mentors in my group did more for my confidence than any handout.",
            "I feel like a proper mentor now, mostly because my peers kept telling me what they had seen me do well.",
            "Being part of a community of mentors means I no longer feel I am making it up as I go along.",
            "The action learning set gave me the nerve to try things I would have avoided.",
            "I started out convinced everyone else was better at this; six months with the group has put that to rest.",
        ),
    },
    "shared-issues": {
        MENTOR: (
            "It was a relief to hear that other colleges have exactly the same trouble finding time for new staff.",
            "Different organisations, same problems, and someone always had an answer I had not thought of.",
            "Hearing how a sixth form college handles induction gave me a fresh view of ours.",
            "I thought high turnover in {subject} was just us, but everybody in the group had the same story.",
        ),
        PARTICIPANT: (
            "Comparing notes with leaders elsewhere showed me our industry placement headaches are far from unique.",
        ),
    },
    "listening-questions": {
        MENTOR: (
            "I have learned to shut up and listen.",
            "Asking a really open question and then waiting is harder than it sounds, and it works.",
            "I used to jump in with solutions; now I hold back and let my mentee find their own.",
            "The session on powerful questions changed how I talk to colleagues, not only mentees.",
            "I catch myself giving advice less and asking more.",
        ),
        MENTEE: (
            "My mentor really listened, and never once told me how they would have taught it.",
            "The questions she asked made me think for days afterwards.",
            "I was asked rather than told, which is rare in my job.",
            "He never gave me the answer, and I am glad of it.",
            "I have started to use the same kind of open questions with my students.",
        ),
        PARTICIPANT: ("Being asked good questions by someone outside the college was worth a lot.",),
    },
    "safe-online-space": {
        MENTOR: (
            "The break-out rooms were small enough that people said what they really thought.",
            "I did not expect to be so open with people I had only met on Zoom, but the group felt safe.",
            "Our tutor made the online room a place where nobody minded getting it wrong.",
            "What was said in the break-out rooms stayed there, and everyone respected that.",
        ),
    },
    "structure-contracting": {
        MENTOR: (
            "Agreeing a contract in the first meeting saved us a lot of awkwardness later.",
            "We now have a written mentoring agreement with times, boundaries and what happens if it is not working.",
            "I have used the planning template to set up a proper programme of meetings for the whole term.",
            "Setting ground rules at the start felt formal, but I would not skip it again.",
        ),
        MENTEE: (
            "We agreed at the beginning how often we would meet and what we would talk about, and we stuck to it.",
            "Having a regular slot and an agenda made it feel worth the time.",
            "The agreement we signed at the start made it clear what was confidential.",
        ),
    },
    "new-teacher-support": {
        MENTOR: (
            "My mentee came straight from industry and I have watched them turn into a teacher.",
            "I have been able to support two trainee teachers in {subject} through their first observations.",
            "It is good to see an early career colleague stop surviving and start enjoying lessons.",
            "I feel I can offer new staff in {subject} something better than the handbook.",
        ),
        MENTEE: (
            "As a new teacher I would have been lost in my first term without my mentor.",
            "Coming from {subject} as a trade, I needed somebody to explain how a college works.",
            "My mentor helped me plan my first scheme of work and talked me through a dreadful lesson.",
            "I am in my second year of teaching {subject} and this is the first real support I have had.",
            "I finished my teaching qualification because my mentor kept me going.",
            "Behaviour in my {subject} group is so much better since we worked on it together.",
            "Nobody tells you how to mark forty folders in a weekend; my mentor did.",
            "My first observation went well, and a year ago I would not have believed it.",
        ),
    },
    "fit-to-mentee": {
        MENTOR: (
            "No two of my mentees need the same thing, and I have learned to change my approach for each.",
            "I pick the model to suit the person now instead of the other way round.",
            "One mentee wanted structure and another wanted space; I can do both.",
        ),
        MENTEE: (
            "The support was built around what I needed that week.",
            "My mentor noticed early that I learn by doing and we worked that way from then on.",
            "When my circumstances changed, the way we worked changed too.",
        ),
    },
    "provision-development": {
        MENTOR: (
            "We have set up a mentoring scheme for all new lecturers on the back of this.",
            "For my development project I rewrote our induction so that every new starter gets a mentor.",
            "Mentoring used to be patchy here; we now have a named lead and a plan.",
            "Three departments have asked to copy what we are doing in {subject}.",
        ),
    },
    "profile-slt": {
        MENTOR: (
            "Our principal has asked for a paper on mentoring, which would not have happened last year.",
            "I used the business case template with our senior leaders and they have agreed to fund it.",
            "Mentoring is now on the agenda of the SLT.",
            "The vice principal came to our last meeting and has been a champion ever since.",
        ),
    },
    "personal-growth": {
        MENTOR: (
            "I reflect on my own teaching much more than I did.",
            "It has done as much for me as for my mentees.",
            "I applied for a new post with confidence because of what I learned here.",
        ),
        MENTEE: (
            "I am a more reflective teacher than I was in September.",
            "I have grown as a person as well as a teacher.",
            "I manage my stress better and I plan better.",
            "I speak up in team meetings now.",
            "I have started to write down what went well after each lesson.",
        ),
        PARTICIPANT: (
            "I am calmer in difficult meetings and clearer about what sort of leader I want to be.",
            "The reflection time has been the best professional development I have had in ten years.",
            "I delegate now, which I never used to do.",
        ),
    },
    "online-mentoring": {
        MENTOR: (
            "I can now mentor over Teams without it feeling like a call centre.",
            "I had doubts about mentoring through a screen, but short and frequent calls work well.",
            "Learning how to build rapport on Zoom has been one of the unexpected gains.",
        ),
        MENTEE: (
            "Meeting online meant we never had to cancel, even when I was on a different campus.",
            "My mentor made video calls feel as easy as a chat in the staff room.",
            "Sharing my screen and going through a lesson plan together worked better than I expected.",
        ),
    },
    "retention": {
        MENTOR: (
            "One of my mentees was ready to hand in their notice at Christmas and is still with us.",
            "I am sure we would have lost another {subject} teacher without this.",
            "Two new starters have told me that the mentoring is why they stayed.",
        ),
        MENTEE: (
            "I would have left by half term if it had not been for my mentor.",
            "I intend to stay in FE next year, which I could not have said in October.",
            "Honestly, I was looking at jobs in schools; the mentoring changed my mind.",
            "I have signed up for another year, which says it all.",
            "Without these meetings I would have gone back to working on site.",
        ),
    },
    "further-training": {
        MENTOR: (
            "I would like to go on to the advanced programme as soon as there is a place.",
            "Please run a next-level course; I know four colleagues here who would sign up tomorrow.",
            "Our managers need this training too.",
            "More training on difficult conversations would be welcome.",
        ),
        MENTEE: (
            "I would love to train as a mentor myself in a year or two.",
            "More of this for everyone new, please.",
            "I would like to carry on for a second year.",
            "Is there something like this for people in their third year?",
        ),
        PARTICIPANT: ("I would sign up for a second year, and so would the rest of my curriculum team.",),
    },
    "supportive-relationship": {
        MENTOR: (
            "Our tutor was endlessly patient and always answered.",
            "My mentee and I have built real trust.",
        ),
        MENTEE: (
            "My mentor is kind, honest and never judges.",
            "I could say anything and know it would go no further.",
            "It was good to have somebody on my side who is not my line manager.",
            "My mentor believed in me before I did.",
            "She always made time for me, even in the week of the inspection.",
            "I was never made to feel stupid for asking.",
            "Just knowing that someone would ring on a Friday got me through the term.",
            "He shared his own mistakes, which helped more than any advice.",
        ),
        PARTICIPANT: (
            "My specialist mentor was neutral, well informed and very easy to talk to.",
            "I trusted my mentor from the first call.",
        ),
    },
}

CONCERNS: Said = {
    "concern-workload-time": {
        MENTOR: (
            "Finding 40 hours on top of a full timetable was close to impossible.",
            "I was promised remission and never got it.",
            "Most of the mentoring happened in my own time.",
            "Cover lessons ate every slot we had agreed.",
            "It is a lot to take on with 26 hours of teaching a week.",
        ),
        MENTEE: (
            "We kept having to cancel because one of us was teaching.",
            "There is never enough time, and our free periods did not match.",
            "Assessment deadlines meant that we lost most of March.",
            "My timetable changed three times, and each time we lost our slot.",
            "I teach evenings and my mentor teaches days.",
        ),
        PARTICIPANT: ("I could not protect the time once placements started.",),
    },
    "concern-technology": {
        ANYONE: (
            "I could not log in to the platform for the first fortnight.",
            "My laptop froze in nearly every Zoom session.",
            "The college firewall blocks the break-out rooms, so I joined on my phone.",
            "Sound kept dropping out and I missed most of the discussion.",
            "The broadband at my end is hopeless, which is nobody's fault but made it hard.",
        ),
    },
    "concern-matching": {
        MENTEE: (
            "I was not given a mentor until after half term.",
            "My mentor teaches {subject} and I do not, so we had little in common to begin with.",
            "My first mentor left and it took seven weeks to find another.",
            "I never found out why I was paired with this person.",
            "We were a poor match, and it was awkward to say so.",
        ),
        MENTOR: (
            "One of my mentees did not want a mentor and had been put down for it by a manager.",
            "I was matched with somebody on another campus whom I never met in person.",
            "I waited two months for a mentee.",
        ),
    },
    "concern-slt-support": {
        MENTOR: (
            "Our senior team signed the form and then forgot about it.",
            "My line manager sees mentoring as time off.",
            "Until leaders value this it will depend on goodwill.",
            "Nobody in management has asked me how it is going.",
        ),
        MENTEE: (
            "My manager would not release me for the meetings.",
            "My head of department called it a waste of an afternoon.",
            "I do not think the leadership knows that the scheme exists.",
        ),
        PARTICIPANT: ("I asked for an afternoon a month and was told that the college could not spare me.",),
    },
    "concern-programme-admin": {
        MENTOR: (
            "Dates were changed at short notice three times.",
            "I am still waiting for my certificate.",
            "The grant paperwork went back and forth for months.",
            "Joining instructions arrived after the first session had started.",
            "I filled in the same hours log in two different spreadsheets.",
        ),
        MENTEE: (
            "Nobody told me that there was a form to sign until the last week.",
            "I was never sure whom to e-mail with a question.",
        ),
        PARTICIPANT: ("My invitation went to an old address, so I started a month late.",),
    },
    "concern-content-pace": {
        MENTOR: (
            "The first weeks were too basic for anybody who has mentored before.",
            "Too much reading was packed into the middle of the course.",
            "The examples were all about schools.",
            "It felt rushed, and the simulation came before we were ready.",
        ),
        MENTEE: (
            "We went over the same ground several times.",
            "I would have liked it to be about teaching {subject} and not teaching in general.",
        ),
        PARTICIPANT: ("Some of the topics had little to do with T Levels.",),
    },
    "concern-online-format": {
        MENTOR: (
            "I missed meeting people face to face.",
            "Three hours on a screen after a day of online lessons is too much.",
            "Role play through a webcam is just awkward.",
        ),
        MENTEE: (
            "Video calls are not the same as sitting down with somebody.",
            "I would have opened up sooner in the same room.",
            "We ought to have met at least once in person.",
        ),
        PARTICIPANT: ("Some conversations should be had in person, and this was one of them.",),
    },
    "concern-engagement": {
        MENTOR: (
            "Half of my group had stopped coming by February.",
            "One mentee never answers my e-mails.",
            "Two of the group kept their cameras off and said nothing all term.",
            "Colleagues do not log their hours, so the figures make us look idle.",
        ),
        MENTEE: (
            "My mentor cancelled more meetings than we had.",
            "After Christmas I did not hear from my mentor again.",
        ),
        PARTICIPANT: ("My mentor missed two appointments without a word.",),
    },
    "concern-boundaries": {
        MENTOR: (
            "I was asked to report on my mentee's performance, which I refused to do.",
            "It is hard to be somebody's mentor and their course leader at once.",
        ),
        MENTEE: (
            "Something I said in confidence came back to me from my manager.",
            "My mentor is also the person who observes me, and that is not right.",
            "I was not sure who could see the notes from our meetings.",
        ),
    },
}

NEITHER: tuple[str, ...] = (
    "Nothing to add.",
    "n/a",
    "None",
    "See my answers above.",
    "I joined late, so cannot say much.",
    "Ask me again in a year.",
    "We met on Thursdays.",
    "I work three days a week.",
)

WITH_PARTICULARS: tuple[str, ...] = (
    "Ring me on 07700 900461 if you want to hear more about it.",
    "Happy to be a case study, write to me at d.venables@harrowmere.example.",
    "Robin Carrick has been a brilliant mentee and should be told so.",
)
"""Comments that give a person away, as comments do."""

SUBJECTS = (
    "plumbing", "hair and beauty", "engineering", "A level biology", "ESOL", "catering", "construction",
    "health and social care", "business", "motor vehicle", "GCSE maths", "performing arts", "animal care",
)  # fmt: skip

OF_THE_COURSE: tuple[str, ...] = (
    "Clear and well paced.",
    "Enjoyed the video with the two lecturers talking about their first year.",
    "Good reminder of what listening is.",
    "I liked being able to stop and come back after my lessons.",
    "Reading other people's comments was the best part.",
    "A bit basic for me, but I can see it would help a new mentor.",
    "The quiz at the end of week 1 would not load.",
    "Useful introduction to GROW.\nI would have liked more on OSKAR.",
    "Too much reading this week.",
    "Lots to think about before I start with my mentee.",
    "The definitions of coaching and mentoring finally made sense.",
    "Not enough about FE, most of it could be any workplace.",
    "Short steps, easy to fit in. ",
    "I have already tried one of the questions with a colleague.",
    "Could not hear the sound on 2.4",
    "The case study felt real.",
    "I am behind, too many assessments to mark.",
    "Made me want to be a mentor.",
    "Good on confidentiality and boundaries.",
    "Please put the transcripts in one place.",
)


@dataclass(slots=True)
class Commenter:
    """Puts comments together so that every sentence is used before any comes again."""

    dice: Random
    decks: dict[str, list[str]] = field(default_factory=dict)

    def comment(self, role: str, rating: int) -> str:
        """One comment that goes with a rating of 1 to 5."""
        if chance(self.dice, 0.035):
            return self.dice.choice(NEITHER)
        said = [self._sentence(tone, role) for tone in _tones(self.dice, rating)]
        return (" " if chance(self.dice, 0.85) else "\n").join(dict.fromkeys(said))

    def _sentence(self, tone: str, role: str) -> str:
        deck = self.decks.setdefault(f"{tone} {role}", [])
        if not deck:
            deck.extend(sentences(PRAISE if tone == "praise" else CONCERNS, role))
            self.dice.shuffle(deck)
        return deck.pop().format(subject=self.dice.choice(SUBJECTS))


def sentences(said: Said, role: str) -> list[str]:
    """What someone in that role may say."""
    return [one for of_theme in said.values() for who in (ANYONE, role) for one in of_theme.get(who, ())]


def _tones(dice: Random, rating: int) -> Sequence[str]:
    """Whether each sentence praises or complains: the lower the rating, the more complaints."""
    praise, concern = "praise", "concern"
    usual: Mapping[int, Mapping[tuple[str, ...], float]] = {
        5: {(praise,): 5.0, (praise, praise): 4.0, (praise, concern): 1.0},
        4: {(praise,): 4.0, (praise, praise): 2.0, (praise, concern): 3.0, (concern,): 1.0},
        3: {(praise, concern): 5.0, (concern,): 3.0, (concern, praise): 2.0},
        2: {(concern,): 5.0, (concern, concern): 3.0, (concern, praise): 2.0},
        1: {(concern,): 4.0, (concern, concern): 6.0},
    }
    return weighted(dice, usual[rating])
