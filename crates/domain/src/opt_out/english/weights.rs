//! English: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-50, "the"),
    (-33, "?"),
    (-21, "by"),
    (-20, "a"),
    (-19, "#|at"),
    (-18, "in|on"),
    (-17, "is"),
    (-16, "call|s|talk"),
    (-15, "^ my"),
    (-14, "never|send|until"),
    (-13, "instead|when"),
    (-12, "^ no|about|sorry|yes"),
    (-11, "do you|good|still|they|we"),
    (
        -10,
        "^ yes|contact my|let s|please contact|send it|works|works $",
    ),
    (
        -9,
        "but|cant|found|friday|from the|happy|hesitate|hesitate to|let|please do|stopped|team|who",
    ),
    (
        -8,
        "^ not|^ our|^ we|before|dont stop|great|just|ll|mail|me in|monday|month|old|one|stop by|there",
    ),
    (
        -7,
        "^ great|^ i|^ the|at all|better|connecting|dont call|example|for connecting|full|happy to|i cant|it|june|me the|need|new|not this|our|phone|please send|questions|remove the|she|that|tomorrow|tool|what|when you|yet",
    ),
    (
        -6,
        "# $|^ dont|^ is|^ please|^ sorry|^ sure|add|call me|calling|contract|does|dont hesitate|fine|for|friday $|keep|me if|open|org|org $|otherwise|people|problem|send the|side|side $|thanks for|the old|thursday|to contact|to stop|use",
    ),
    (
        -5,
        "^ sounds|^ what|about your|after|an|beta|can|cancel|cant stop|contact me|customer|delete the|fine $|first|got|have|have a|havent|he|i|i just|i ll|know|mind|office|on the|phone $|ping|ping me|question|s not|see you|sounds|spam|sure|tell|to|to unsubscribe|told|week|write to",
    ),
    (
        -4,
        "^ does|^ he|after the|answer|are|at the|by phone|candidates|chat|demo|demo $|did|did you|dont worry|email|email is|end of|example org|handle|have found|head|hour|i havent|i m|invite|it ?|it to|it was|late|late $|legal|like to|list and|m|month $|need to|newsletter|next|page|quarter|quote|see|sign|sorry $|sorry for|start|the office|them|tomorrow $|too|tuesday|was|will|without|worry|you know|your tool|yours",
    ),
    (
        -3,
        "^ it|^ shall|a customer|about the|add me|anything|asked to|at #|before the|bus|can stop|can your|coffee|could|d like|dont|down|drop the|fair|forget|found the|good $|had|happens|has|hour $|i found|i never|in june|instead ?|it s|june $|leave until|legal team|logo|look|me on|my colleague|never mind|nine|nothing|one $|our legal|re|read|removed|reply|s fine|s talk|said|shall|since|stop on|stop the|talking|ten|than|the bus|the contract|the logo|the new|the one|unsubscribe from|until #|until the|with|year",
    ),
    (
        -2,
        "# ?|^ let|^ thank|^ who|about this|afraid|after that|an hour|anyone|around|be removed|best|booking|bus stop|by our|by your|can we|check|colleague|contract with|could you|deleted|does it|end|for urgent|half|help|i have|i prefer|in may|in your|it again|it in|job|keep me|like|link|ll have|m afraid|march|monday $|not now|of the|offer|only|our unsubscribe|please dont|price|requests|send me|so|stand|stopped using|team $|text|that s|the invite|the price|the weekly|then|there $|thinking|time $|timing|timing is|to send|to talk|today|told to|try|urgent|use my|vendor|wanted|way|we have|we ll|weekly|wont|you d|you remove",
    ),
    (
        -1,
        "^ any|^ could|^ never|and we|budget|by the|can you|d rather|deletion|dont take|drop|for a|isnt|looking|lost|may|me a|more $|my team|no need|no thanks|of our|on $|private|rather|right|s a|sending|slide|support|the list|the second|them $|to keep|to me|to remove|to you|unsubscribe|up i|ve been|wants|we d|we get|we re|we ve|wont be|you re|you take",
    ),
    (
        1,
        "^ and|^ that|am|and it|asked|away|back|been|cold|d|day|dont $|drop me|final|for good|for this|forward|gdpr|get off|give|i am|i dont|i no|i want|i will|i wont|if i|in the|in two|info|interested $|it with|leave|left|linkedin $|longer wish|m not|m on|my name|not contact|not send|not the|now|offers|offers $|on your|once|please remove|reach|reach out|really|records|s the|school|to opt|to the|two weeks|us $|we do|we dont|weeks|you mind|your records",
    ),
    (
        2,
        "$|^ thanks|^ there|address|again ?|already $|cheers|confirm|details from|dont ever|dont send|dont text|further messages|go|if|if you|is the|no and|no further|no longer|of them|other|please ?|please i|please leave|receive any|records $|removed from|spamming|stop ?|system|take me|that i|to get|to this|twice|twice $|two|under|will be|with the|would like|write|you can|you could",
    ),
    (
        3,
        "^ hello|account|and no|ask that|asked you|asking|both|both a|but no|campaign|colleagues|contacting me|crm|d be|d prefer|database|didnt|do us|dont message|emailing|ended|firm|for the|from contacting|further contact|further emails|have no|hello|hold|i d|i would|interest|is not|kindly remove|mark|me i|more messages|more of|my email|no interest|not ever|not write|off this|on this|opt out|person|personal|please delete|please respect|please take|prefer|report|stop|stop contacting|stop emailing|take my|take our|take this|three|to hear|to my|to our|up on|us|us both|whatever list|would you|write again|you got|you hold|you not|you please|your colleagues|your crm|your database",
    ),
    (
        4,
        "^ delete|^ do|^ for|^ how|^ lose|account $|all|approached|as|ask|be approached|be grateful|be left|being|cease contact|company $|consent to|contacting|d appreciate|done|done $|dont follow|email address|ever $|favour and|follow ups|from you|going to|grateful|grateful if|i did|i get|last|linkedin|make sure|me out|my contact|my data|my inbox|no $|not wish|note|of this|one more|outreach|permission|permission to|please unsubscribe|prefer not|profile|remove me|respect|thanks|thanks but|this number|to receive|unsubscribe $|ups|ve|you kindly|your list",
    ),
    (
        5,
        "a favour|address $|already|and stop|anymore $|ask you|back $|but i|consent|contact $|contacted $|didnt write|erase|favour|for marketing|hear|hear from|how do|i do|i object|i ve|inbox|interested|is no|list $|longer|m going|mate|me any|me anymore|my number|object|object to|ok|our staff|out $|please cease|re not|remove my|sequence|stop texting|texting|texting me|that you|these messages|time i|unsubscribe me|withdraw|writing $|writing to|wrong|you didnt|you have|you i",
    ),
    (
        6,
        "^ cease|^ enough|^ get|^ hi|^ just|^ take|^ would|^ your|alone $|and dont|anymore|appreciate|be contacted|data|do i|either $|future $|going|hi|last message|leave me|list ?|list please|mailing list|mails|me alone|me off|now $|or|quit|receive|sending me|stop it|stop messaging|these $|up $|your company|your mailing",
    ),
    (
        7,
        "and please|company|delete|dont write|either|how|lose|lose my|make|message me|messages $|messaging me|no more|of these|of your|stop writing|thank|thank you|the last",
    ),
    (
        8,
        "^ you|any further|dont want|enough|future|it $|mailing|marketing|marketing $|me from|my|not interested|off $|please $|remove|remove $|request|take|you",
    ),
    (
        9,
        "^ if|^ stop|be|contacted|details|follow up|more|my details|not|number $|off your|out of|please stop|refrain|refrain from|sales|to be|want|wish to",
    ),
    (
        10,
        "^ remove|^ unsubscribe|any more|delete my|do not|messaging|not to|wish|would|writing|you to",
    ),
    (
        11,
        "and i|cease|do|emails|ever|list|message|out|staff|thanks $|up|you $",
    ),
    (12, "follow|from|get|me|me $|number|stop $|this $|this is"),
    (13, "^ this|alone|messages|no"),
    (14, "^ kindly"),
    (15, "from your|further|off"),
    (16, "of|please"),
    (17, "again|your"),
    (18, "kindly"),
    (22, "these"),
    (24, "this"),
    (26, "and"),
    (27, "again $"),
    (28, "any"),
];
