//! English: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-51, "the"),
    (-32, "?"),
    (-22, "a"),
    (-20, "by"),
    (-19, "at|s"),
    (-18, "#"),
    (-16, "in|is|on"),
    (-15, "never"),
    (-14, "^ my|call"),
    (-13, "^ no|talk|until|we"),
    (-12, "about|instead|send"),
    (-11, "do you|sorry|still|they|when|yes"),
    (
        -10,
        "cant|contact my|happy|let s|please contact|works|works $",
    ),
    (
        -9,
        "^ our|^ we|^ yes|for|friday|from the|good|hesitate|hesitate to|let|mail|please do|send it|stopped|team|who",
    ),
    (
        -8,
        "^ please|but|dont stop|example|found|ll|me in|monday|month|old|one|please send|stop by",
    ),
    (
        -7,
        "^ i|^ not|^ the|at all|before|better|full|got|happy to|i cant|june|just|me the|need|new|not this|our|phone|questions|she|there|tomorrow|when you|yet",
    ),
    (
        -6,
        "^ dont|^ is|call me|calling|does|dont call|dont hesitate|fine|friday $|great|keep|know|me if|open|org|org $|otherwise|problem|side|side $|that|thursday|to stop|use|what",
    ),
    (
        -5,
        "# $|^ sorry|^ sounds|^ sure|about your|add|an|beta|cancel|cant stop|contract|customer|delete the|fine $|first|have a|havent|he|i|i ll|it|like to|mind|month $|next|on the|phone $|ping|ping me|question|re|remove the|s not|see you|send the|sounds|the old|to|to contact|to unsubscribe|told|tool|tuesday|week|will|write to",
    ),
    (
        -4,
        "^ does|^ he|^ what|are|at the|by phone|can|candidates|chat|contact me|demo|demo $|did|did you|email is|example org|handle|have|head|hour|i havent|i just|i m|invite|it ?|it was|late|late $|legal|m|newsletter|office|people|see|sign|sorry $|sorry for|start|sure|tell|thanks for|the office|them|tomorrow $|unsubscribe from|was|without|year|you know|yours",
    ),
    (
        -3,
        "^ it|^ shall|^ thank|^ who|a customer|about the|answer|asked to|at #|be removed|before the|bus|by our|by your|can stop|coffee|colleague|dont|down|drop the|end of|fair|forget|good $|had|has|hour $|i never|in june|instead ?|it to|june $|legal team|list and|look|me on|my colleague|need to|never mind|nine|nothing|offer|one $|our legal|page|quote|removed|s fine|s talk|said|sending|shall|stop on|stop the|talking|than|the bus|the invite|the new|the one|thinking|told to|too|try|until #|we re|you remove|your tool",
    ),
    (
        -2,
        "# ?|^ let|^ never|about this|afraid|after the|an hour|anything|best|budget|bus stop|can we|check|contract with|could you|d like|deleted|email|end|half|help|i have|i prefer|in may|in your|it again|job|keep me|leave until|like|link|m afraid|monday $|only|our unsubscribe|quarter|reply|requests|send me|since|slide|so|stand|team $|ten|that s|the contract|the weekly|them $|then|there $|time $|to talk|today|unsubscribe|until the|use my|vendor|wanted|way|we ll|weekly|with|wont|you d|you take",
    ),
    (
        -1,
        "^ could|after|and we|anyone|can you|d rather|deletion|dont take|drop|for a|for the|for this|i will|isnt|it s|leave|looking|march|may|my team|no need|no thanks|of the|on $|please dont|private|rather|s a|stop sending|support|text|the second|time|to keep|to remove|to you|up i|ve been|wants|we d|we have|we ve|whatever|wont be",
    ),
    (
        1,
        "^ and|^ can|^ leave|^ that|away|back|be on|been|day|drop me|final|for good|forward|give|here|i asked|i dont|i no|i want|if|in the|info|it with|linkedin $|longer wish|m on|my name|not contact|not send|now|now please|offers|offers $|once|opt|person|please remove|reach|reach out|records|s the|second|system|take me|the link|to opt|to the|under|unsubscribed|us|us $|want to|we do|we dont|would like|you could|you mind|you send|your records",
    ),
    (
        2,
        "^ delete|^ for|^ there|cheers|d|d prefer|database|dont $|dont ever|dont message|dont text|further messages|i get|i would|if you|in two|left|no and|no further|of them|other|please ?|please i|school|spamming|that i|to get|to this|twice|twice $|two weeks|weeks|with the|you can",
    ),
    (
        3,
        "$|^ thanks|account|address|again ?|already $|and no|ask that|asked you|asking|be grateful|but no|campaign|confirm|crm|d be|didnt|dont follow|dont send|favour and|firm|further contact|go|grateful|grateful if|have no|hold|i d|inbox|interest|is the|kindly remove|mark|me again|me i|more messages|more of|my email|no interest|no longer|not ever|not write|on this|personal|please delete|please respect|prefer|prefer not|records $|remove me|report|sending me|stop contacting|take my|take our|take this|to hear|to my|to our|ve|whatever list|would you|write|write again|you hold|you not|you please|your colleagues|your crm|your list",
    ),
    (
        4,
        "^ do|^ how|account $|all|approached|as|be approached|be left|colleagues|company $|consent to|contact $|contacting me|d appreciate|done|done $|email address|ever $|follow ups|from contacting|from you|further emails|going to|i did|linkedin|make sure|me any|me out|my contact|my data|my inbox|my number|no $|not wish|note|now $|of this|one more|opt out|out $|outreach|permission|permission to|please take|profile|respect|stop|thanks but|these $|this number|three|to receive|unsubscribe $|unsubscribe me|ups|you kindly",
    ),
    (
        5,
        "a favour|address $|already|and stop|anymore $|ask you|back $|being|but i|consent|contacted $|contacting|didnt write|do i|erase|favour|going|hear|hear from|how|how do|i do|i object|i ve|interested|last|last message|list $|list ?|longer|m going|me anymore|object|object to|ok|our staff|please unsubscribe|receive|remove my|sequence|stop texting|texting|texting me|thank|thank you|that you|these messages|time i|up $|withdraw|writing to|wrong|you didnt|you have|you i",
    ),
    (
        6,
        "^ cease|^ enough|^ get|^ hi|^ just|^ would|^ your|and dont|and please|anymore|appreciate|ask|be contacted|company|data|delete|either|either $|for marketing|future $|hi|is no|lose|lose my|mailing list|mails|me off|message me|no more|of these|off $|re not|stop it|stop writing|thanks|your company|your mailing",
    ),
    (
        7,
        "^ take|alone $|be|dont write|it $|leave me|list please|mailing|me alone|messages $|messaging me|more|not interested|of your|or|quit|stop messaging|the last|you",
    ),
    (
        8,
        "^ if|^ stop|any further|enough|follow up|future|make|marketing|marketing $|me from|my|not to|number $|remove|remove $|request|staff|you to",
    ),
    (
        9,
        "^ unsubscribe|^ you|any more|contacted|delete my|details|dont want|emails|my details|off your|out of|please $|refrain|refrain from|sales|take|to be|up|wish to|would",
    ),
    (
        10,
        "get|message|messaging|not|please stop|this $|this is|want|wish",
    ),
    (
        11,
        "^ remove|alone|and i|cease|do|do not|ever|follow|me $|number|thanks $|writing|you $",
    ),
    (12, "list|me|out|stop $"),
    (13, "^ kindly|from|messages|no"),
    (14, "^ this|from your|off|please"),
    (15, "further"),
    (17, "of"),
    (18, "kindly|these"),
    (19, "again|your"),
    (21, "this"),
    (26, "again $"),
    (27, "and"),
    (28, "any"),
];
