//! Invented conversations. `true` marks the line of the mailbox's owner, `false` the other side's.
//!
//! `{other}` is the first name of the one addressed, `{me}` of the one who writes, besides `{company}` and `{topic}`.

/// A conversation in one language.
pub(super) struct Dialogue {
    pub(super) language: &'static str,
    pub(super) lines: &'static [(bool, &'static str)],
}

pub(super) const DIALOGUES: &[Dialogue] = &[
    Dialogue {
        language: "en",
        lines: &[
            (
                true,
                "Hi {other}, thanks for connecting! I saw your talk on demand planning and had a question about {topic}.",
            ),
            (
                false,
                "Hi {other}, happy to help. What would you like to know?",
            ),
            (
                true,
                "Mostly how you got the sites to agree on one format. We have eleven plants and eleven spreadsheets.",
            ),
            (
                false,
                "Ha, familiar. We started with the two plants that complained most and made them co-authors.",
            ),
            (
                false,
                "Once they defended it in the steering meeting, the rest followed within a quarter.",
            ),
            (
                true,
                "That is clever. Would you be open to a short call next week?",
            ),
            (
                false,
                "Sure. Tuesday after 14:00 or Thursday morning works for me.",
            ),
            (true, "Thursday 9:30 then? I will send an invitation."),
            (false, "Perfect, talk then."),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (
                false,
                "Hello {other}, I lead purchasing at {company}. Are you the right person to talk to about {topic}?",
            ),
            (
                true,
                "Hi {other}! Yes, that is me. What volume are we talking about?",
            ),
            (
                false,
                "Roughly 40 pallets a week to start with, more from January.",
            ),
            (
                true,
                "Understood. Two questions: do you need temperature logging per pallet or per truck, and who signs off?",
            ),
            (
                false,
                "Per pallet, please. Sign-off is with our CFO above 50k.",
            ),
            (
                true,
                "Great. I attached an overview with three options, the middle one fits what you describe.",
            ),
            (
                false,
                "Thanks, that was quick. Let me share it internally and come back to you.",
            ),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (
                false,
                "Hi {other}, we are hiring for {topic} at {company} and your profile stood out. Open to a chat?",
            ),
            (
                true,
                "Hi {other}, thanks for reaching out. I am happy where I am, but curious. Remote possible?",
            ),
            (
                false,
                "Fully remote within Europe, four weeks a year together.",
            ),
            (true, "What is the stack?"),
            (
                false,
                "Rust and PostgreSQL, some TypeScript. Small team of seven.",
            ),
            (
                false,
                "Salary band is 85-105k, I prefer to say it up front.",
            ),
            (
                true,
                "I appreciate that. Let me think about it over the weekend.",
            ),
            (false, "Of course. No rush."),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (
                true,
                "Hi {other}, just following up on {topic}. Did the numbers reach you?",
            ),
            (false, "Hi, yes, sorry! Quarter end swallowed me."),
            (true, "No worries at all. Shall I call you on Monday?"),
            (false, "Monday is good. After lunch please."),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (
                false,
                "{other}! Long time. Are you going to the trade fair in Hannover?",
            ),
            (true, "Hey {other}! I am, Tuesday to Thursday. You?"),
            (false, "Only Wednesday. Coffee at hall 7, around 11?"),
            (
                true,
                "Deal. First round is on me, I still owe you for the rescue in Gdańsk 😄",
            ),
            (
                false,
                "I had forgotten about that. I have not forgotten the pierogi though.",
            ),
            (true, "See you there!"),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (
                true,
                "Hi {other}, your colleague suggested I write to you. We help teams like {company} cut the time spent on {topic}.",
            ),
            (
                false,
                "Thanks for the note. What makes you different from the others who write me that every week?",
            ),
            (
                true,
                "Fair question. Three things: it runs on your own machines, it is priced per site and not per user, and you can leave with all your data.",
            ),
            (
                false,
                "The last one is rare. Do you have a reference in manufacturing?",
            ),
            (
                true,
                "Two. I can introduce you to the plant manager of one of them, he is blunt, which I think you would like.",
            ),
            (false, "Please do."),
            (
                true,
                "Done, you should have an email from me with both of you in it.",
            ),
            (false, "Got it, thanks!"),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (
                false,
                "Hi {other}, small thing: the link in your last message about {topic} gives me a 404.",
            ),
            (
                true,
                "Oh no. Here is the right one: https://files.example.com/overview?lang=en&v=3",
            ),
            (false, "Works now, thank you!"),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (true, "Congratulations on the new role, {other}!"),
            (false, "Thank you so much {other} 🙏"),
            (true, "How is {company} treating you?"),
            (
                false,
                "Third week and I finally know where the good coffee is. Ask me again in a month.",
            ),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (
                false,
                "Good morning {other},\n\nthree open points from our side regarding {topic}:\n1. data residency\n2. exit clause\n3. who pays for the migration\n\nCould you comment on these by Friday?\n\nBest,\n{me}",
            ),
            (
                true,
                "Good morning {other},\n\n1. EU only, contractually\n2. 30 days, no reason needed\n3. we do, up to five person-days\n\nDoes that help?",
            ),
            (false, "It does. Point 3 surprised legal in a good way."),
            (false, "I will get the paper moving."),
            (true, "Wonderful. I am here if anything else comes up."),
            (
                false,
                "One more: do you accept our general terms for purchasing?",
            ),
            (true, "Let me read them first, honest answer tomorrow."),
        ],
    },
    Dialogue {
        language: "en",
        lines: &[
            (
                true,
                "Hi {other}, could you introduce me to someone who knows {topic} at {company}?",
            ),
            (false, "I can try. What should I say it is about?"),
            (
                true,
                "That we want to learn, not sell: we are writing a short report and credit everyone who helps.",
            ),
            (false, "Then Philippa is your person. I will ask her."),
            (false, "She says yes, write her directly and mention me."),
            (true, "You are a star, thank you."),
        ],
    },
    Dialogue {
        language: "de",
        lines: &[
            (
                false,
                "Guten Tag {other}, vielen Dank für die Vernetzung. Wir schauen uns gerade Lösungen für die Lagerplanung an.",
            ),
            (
                true,
                "Guten Tag {other}, gern! Um wie viele Standorte geht es denn?",
            ),
            (
                false,
                "Aktuell vier, ab dem Frühjahr fünf. Größtes Problem sind die Rückläufer.",
            ),
            (
                true,
                "Das kennen wir gut. Darf ich Ihnen ein kurzes Dokument dazu schicken?",
            ),
            (false, "Sehr gern. Schöne Grüße aus dem Süden!"),
            (
                true,
                "Ist unterwegs. Passt Ihnen ein Telefonat nächste Woche?",
            ),
            (false, "Mittwoch um 10 Uhr würde gut passen."),
        ],
    },
    Dialogue {
        language: "de",
        lines: &[
            (
                true,
                "Hallo {other}, wie lief die Präsentation beim Vorstand?",
            ),
            (
                false,
                "Besser als gedacht! Nur die Kosten für den Umzug müssen wir noch einmal erklären.",
            ),
            (true, "Ich rechne das heute Abend neu, mit und ohne Puffer."),
            (false, "Großartig, danke dir. Übermorgen reicht völlig."),
        ],
    },
    Dialogue {
        language: "fr",
        lines: &[
            (
                false,
                "Bonjour {other}, merci d'avoir accepté mon invitation. Seriez-vous disponible pour échanger sur {company} ?",
            ),
            (
                true,
                "Bonjour {other}, avec plaisir. Plutôt en début de semaine, si cela vous convient.",
            ),
            (false, "Mardi à 11 h ? Je vous envoie le lien."),
            (
                true,
                "Parfait. Pourriez-vous aussi m'envoyer la grille tarifaire ?",
            ),
            (
                false,
                "Bien sûr, la voici. Elle est valable jusqu'à la fin du trimestre.",
            ),
            (true, "Bien reçu, merci beaucoup !"),
        ],
    },
    Dialogue {
        language: "fr",
        lines: &[
            (
                true,
                "Bonjour {other}, avez-vous pu regarder le compte rendu ?",
            ),
            (
                false,
                "Oui, très clair. Une seule remarque : le délai me paraît un peu court.",
            ),
            (true, "D'accord, ajoutons deux semaines."),
        ],
    },
    Dialogue {
        language: "ja",
        lines: &[
            (
                false,
                "{other}様 はじめまして。先日のセミナーを拝見し、ご連絡いたしました。",
            ),
            (
                true,
                "ご連絡ありがとうございます。どの部分にご関心がありましたか。",
            ),
            (
                false,
                "倉庫の温度管理について、もう少し詳しくお聞きしたいです。資料はございますか。",
            ),
            (
                true,
                "はい、資料をお送りします。来週オンラインでお話しできますか。",
            ),
            (false, "水曜日の午後でお願いいたします。"),
            (true, "承知しました。招待をお送りします。"),
        ],
    },
    Dialogue {
        language: "ja",
        lines: &[
            (
                true,
                "お世話になっております。お見積りの件はいかがでしょうか。",
            ),
            (
                false,
                "お世話になっております。社内で確認中です。金曜日までにお返事いたします。",
            ),
            (true, "ありがとうございます。よろしくお願いいたします。"),
        ],
    },
];

/// Several people at once; the number is who speaks, 0 being the mailbox's owner.
pub(super) const ROUND_TABLES: &[(&str, &[(usize, &str)])] = &[
    (
        "Hannover dinner",
        &[
            (1, "Who is in for dinner on Wednesday after the fair?"),
            (0, "Me! Somewhere without a slideshow please."),
            (2, "Count me in, plus one maybe."),
            (
                1,
                "Table for five at 19:30 then. I booked the place by the river.",
            ),
            (0, "👍"),
            (2, "The plus one is a no, sorry. Still hungry though."),
        ],
    ),
    (
        "Pilot working group",
        &[
            (
                0,
                "Hi all, I made this thread so that we stop losing things in email.",
            ),
            (1, "Thank you. First question: who owns the test data?"),
            (2, "We do. I can share an anonymised set on Monday."),
            (0, "Perfect. I attach the plan as it stands."),
            (
                1,
                "Looks good. Week 3 collides with our stock-taking, can we swap it with week 4?",
            ),
            (0, "Swapped."),
            (2, "Data set is uploaded, 12,400 rows."),
            (1, "Received, thanks!"),
        ],
    ),
    (
        "Panel: resilient supply chains",
        &[
            (
                1,
                "Dear panelists, could everyone send me two sentences about themselves by Thursday?",
            ),
            (
                2,
                "Here are mine: fifteen years in rail, still surprised by snow.",
            ),
            (
                0,
                "Mine: builds software for people who would rather be outside. One sentence, I know.",
            ),
            (1, "I love both. Order of speakers follows tomorrow."),
        ],
    ),
    (
        "Hiring loop",
        &[
            (0, "Feedback on yesterday's candidate, anyone?"),
            (
                1,
                "Strong on design, honest about what she does not know. I would hire.",
            ),
            (2, "Same. Ask her about on-call before the offer goes out."),
            (0, "Will do today."),
            (1, "She accepted 🎉"),
        ],
    ),
];

/// Letters to strangers: subject, text, and the answer if one came.
pub(super) const INMAILS: &[(&str, &str, Option<&str>)] = &[
    (
        "Your article on returns",
        "Hi {other}, we do not know each other, but your article on returns in small warehouses is the best thing I read this year. May I quote two paragraphs of it in our report, with credit of course?",
        Some("Hi {other}, how kind. Yes, go ahead, just send me the final version."),
    ),
    (
        "Question about Saltmarsh Energy",
        "Hello {other}, I am looking for someone at your company who works on tenders for battery storage. Would that be you, or could you point me to the right person?",
        None,
    ),
    (
        "Speaking in Gothenburg?",
        "Dear {other}, we are putting together a day on practical forecasting in Gothenburg in spring. Sixty people, no sales talks, travel paid. Would you be interested?",
        Some("That sounds lovely. Which day exactly? I am away the first week of April."),
    ),
    (
        "Backend role, fully remote",
        "Hi {other}, I promise this is not a mass mail: your work on queueing is exactly what the team needs. Would twenty minutes be worth it?",
        Some("Thanks, but I have just signed somewhere. Good luck with the search!"),
    ),
    (
        "Cold chain in the north",
        "Hello {other}, we run three depots north of the circle and lose about four percent in transit. I hear you halved that. How?",
        None,
    ),
];

/// What personas answer, by language. `{other}` is the one addressed.
pub(crate) const ANSWERS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "Thanks {other}, got it. Let me check and come back to you.",
            "Sounds good to me!",
            "Interesting. Could you send me a bit more detail?",
            "Hi {other}, thanks for the message. Thursday would work on my side.",
            "Great, thank you. I will forward it to the team.",
            "Good question. I think yes, but let me confirm with a colleague first.",
            "Just saw this, sorry for the wait. Happy to talk.",
            "Perfect 👍",
        ],
    ),
    (
        "de",
        &[
            "Vielen Dank {other}, ich schaue es mir an und melde mich.",
            "Klingt gut! Passt Ihnen Donnerstag?",
            "Danke für die schnelle Rückmeldung.",
        ],
    ),
    (
        "fr",
        &[
            "Merci {other}, je regarde et je reviens vers vous.",
            "Très bien, c'est noté.",
            "Avec plaisir, plutôt jeudi si possible.",
        ],
    ),
    (
        "ja",
        &[
            "ご連絡ありがとうございます。確認いたします。",
            "承知いたしました。よろしくお願いいたします。",
        ],
    ),
];
