//! English: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-50, "the"),
    (-32, "?"),
    (-22, "by"),
    (-21, "at"),
    (-20, "a"),
    (-19, "#|is"),
    (-18, "on"),
    (-17, "in"),
    (-16, "call|talk|until"),
    (-15, "^ my|never|s"),
    (-14, "send"),
    (-13, "instead|when"),
    (-12, "^ no|about|sorry|we|yes"),
    (-11, "do you|good|still|they"),
    (
        -10,
        "^ yes|cant|contact my|found|happy|let s|please contact|send it|who|works|works $",
    ),
    (
        -9,
        "but|dont stop|friday|from the|hesitate|hesitate to|just|let|mail|monday|one|stop by|stopped",
    ),
    (
        -8,
        "^ our|^ we|before|great|it|june|month|need|new|old|please do|team|to contact|when you",
    ),
    (
        -7,
        "^ great|^ not|^ the|at all|better|calling|connecting|example|for connecting|full|happy to|he|i cant|ll|me in|not this|our|people|phone|please send|questions|remove the|she|tell|there|what",
    ),
    (
        -6,
        "# $|^ he|^ i|^ is|^ sorry|^ sure|add|call me|can|contract|does|dont call|dont hesitate|fine|for|friday $|got|keep|me if|me the|open|org|org $|otherwise|problem|see|see you|send the|side|side $|thanks for|that|thursday|tomorrow|tool|use|yet",
    ),
    (
        -5,
        "^ dont|^ please|^ sounds|^ what|about your|after|an|at the|beta|cancel|cant stop|customer|delete the|fine $|have|have a|havent|i just|i m|in june|it to|know|m|mind|month $|newsletter|office|on the|phone $|ping|ping me|question|s not|sorry for|sounds|spam|sure|tell me|than|the old|them|to|to stop|to unsubscribe|told|week|write to|yours",
    ),
    (
        -4,
        "^ does|^ yours|after the|answer|are|by phone|candidates|chat|contact me|demo|demo $|did|did you|dont|dont worry|down|email is|example org|first|found the|had|half|handle|have found|head|him|hour|i|i found|i havent|i ll|instead $|invite|it ?|it was|late|late $|later|legal|like to|never got|never mind|page|quarter|quote|re|read|sign|sorry $|spring|start|the new|the office|tomorrow $|too|tuesday|unsubscribe from|wants to|was|will|without|worry|you know|your tool",
    ),
    (
        -3,
        "^ it|^ never|^ shall|about the|add me|and we|anything|asked to|at #|before the|bus|by your|can stop|can your|coffee|colleague|could|deleted|delivery|email|end of|fair|forget|good $|happens|has|hour $|i never|instead ?|it s|job|june $|leave until|legal team|list and|logo|look|me on|my colleague|need to|next|nine|nothing|our legal|paragraph|reply|s fine|s talk|said|shall|since|so|stop on|stop the|talking|ten|the bus|the contract|the logo|the one|the weekly|thinking|to see|told to|until #|until the|way|weekly|year",
    ),
    (
        -2,
        "# ?|^ let|^ thank|^ who|a customer|about this|afraid|after that|an hour|anyone|around|be removed|best|block|booking|budget|bus stop|by our|by the|can we|close|come|could you|d like|does it|drop the|end|for a|for urgent|help|i have|i prefer|in may|in your|it in|keep me|like|ll have|m afraid|mail $|monday $|not now|of the|offer|one $|only|our unsubscribe|please dont|price|removed|requests|resend|send me|stand|stopped using|team $|text|that s|the invite|the price|the second|then|there $|time $|timing|timing is|to send|to talk|today|try|unsubscribed|urgent|use my|vendor|wants|we have|we ll|with|wont|work|you d|you remove",
    ),
    (
        -1,
        "^ any|^ can|^ could|can you|check|contact|contract with|d rather|deletion|dont take|drop|everything|isnt|it again|looking|lost|march|may|me a|more $|my team|no need|no thanks|of our|on $|private|rather|right|s a|second|slide|support|the list|them $|to keep|to me|to remove|to you|up i|ve been|wanted|we d|we get|we re|we ve|wont be|you re|you take|your system",
    ),
    (
        1,
        "^ and|^ that|again ?|am|asked|away|back|be on|because|been|cheers|cold|d|day|drop me|final|for good|for this|forward|gdpr|get off|give|got your|i am|i no|if i|in the|info|interested $|it with|leave|left|linkedin $|longer wish|m not|me again|my name|not the|now please|offers|offers $|on your|once|please remove|reach|reach out|really|spamming me|this address|time|to opt|to the|us $|want to|we dont|you could|you mind",
    ),
    (
        2,
        "^ thanks|^ there|address|already $|and it|confirm|d prefer|database|details from|dont $|dont ever|dont text|further contact|further messages|go|i asked|if|if you|in two|is the|no and|no further|no longer|not contact|of them|on this|other|outreach $|please ?|please i|please leave|receive any|records|records $|relevant|removed from|school|sending these|so please|stop ?|stop sending|take me|three|to get|to this|twice|twice $|two|two weeks|under|unsubscribe|us|ve no|weeks|will be|with the|would like|would prefer|you again|you can|you stop|your outreach|your records",
    ),
    (
        3,
        "$|^ hello|^ nope|and no|approached by|ask|ask that|asking|both|both a|but no|campaign|colleagues|contact this|contacting me|crm|d appreciate|d be|didnt|do us|dont send|emailing|ended|firm|follow ups|for the|from contacting|further emails|have no|hello|hold|i d|i want|i would|interest|last|mark|me i|more messages|more of|my email|no interest|nope|nope $|not ever|not write|off this|opt out|person|personal|please delete|prefer|report|s the|spamming|stop contacting|stop emailing|take my|take our|take this|that i|to hear|to our|up on|ups|us both|us off|whatever list|would you|write|write again|you got|you hold|you not|you please|your colleagues|your crm|your database",
    ),
    (
        4,
        "^ delete|^ do|^ for|^ how|^ lose|account $|all|as|be grateful|be left|cease contact|company $|consent to|contacting|done|done $|dont follow|dont message|email address|ever $|favour and|from you|going to|grateful|grateful if|i did|i get|is not|kindly remove|linkedin|make sure|me out|my contact|my inbox|no $|not wish|one more|out $|outreach|permission|permission to|please respect|please take|please unsubscribe|prefer not|profile|remove me|stop|thanks but|these messages|this number|to receive|unsubscribe me|ve|you kindly|your list",
    ),
    (
        5,
        "^ quit|a favour|account|address $|already|and stop|anymore $|approached|ask you|asked you|back $|be approached|but i|consent|contact $|contacted $|didnt write|do i|erase|favour|for marketing|going|hear|hear from|how|how do|i do|i ve|inbox|last message|list $|list ?|longer|m going|mate|me any|me anymore|my data|my number|note|ok|our staff|please cease|remove my|sending me|stop texting|texting|texting me|thanks|that $|that you|time i|to my|unsubscribe $|withdraw|writing $|writing to|wrong|you didnt|you have|you i|your company",
    ),
    (
        6,
        "^ cease|^ enough|^ get|^ hi|^ just|^ take|^ would|^ your|and dont|anymore|appreciate|be contacted|being|either $|future $|hi|i object|interested|is no|mails|me off|now $|object|object to|of this|quit|re not|receive|respect|stop it|stop messaging|thank|thank you|these $|up $|your mailing",
    ),
    (
        7,
        "alone $|and please|company|data|delete|dont want|dont write|either|leave me|list please|lose|lose my|mailing list|make|me alone|messages $|messaging me|no more|of these|of your|or|please $|request|stop writing|the last",
    ),
    (
        8,
        "^ you|any further|be|details|enough|future|it $|mailing|me from|message me|more|my details|not|not interested|not to|off $|refrain|refrain from|remove|remove $|sequence|to be|you",
    ),
    (
        9,
        "^ if|^ stop|contacted|follow up|marketing|marketing $|my|number $|off your|out of|please stop|sales|take|you to",
    ),
    (
        10,
        "^ remove|any more|delete my|do not|messaging|want|wish to|writing",
    ),
    (
        11,
        "^ unsubscribe|and i|cease|do|emails|ever|message|out|staff|this $|up|wish|would",
    ),
    (12, "follow|get|list|me|me $|number|thanks $|this is|you $"),
    (13, "from|messages|stop $"),
    (14, "^ kindly|^ this|alone|no"),
    (15, "further|of"),
    (16, "from your|off|please|your"),
    (18, "again|kindly"),
    (23, "these"),
    (24, "this"),
    (25, "and"),
    (26, "any"),
    (27, "again $"),
];
