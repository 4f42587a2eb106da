//! English.

use super::language::Language;
use super::pattern::Classes;

pub(super) static LANGUAGE: Language = Language {
    code: "en",
    classes: CLASSES,
    masks: MASKS,
    final_requests: FINAL_REQUESTS,
    removals: REMOVALS,
    requests: REQUESTS,
    refusals: REFUSALS,
    complaints: COMPLAINTS,
    doors: DOORS,
    deferrals: DEFERRALS,
    softeners: SOFTENERS,
};

const CLASSES: Classes = &[
    (
        "common",
        "the|and|you|your|i|is|are|to|of|it|this|that|not|my|we|our|please|with|for|have|from|be|was|has|will|would|about|thanks|do|dont|but|at|they|just|any|been|what|how|if|don|re|ll|again",
    ),
    (
        "bare_request",
        "stop|stop_it|stop_this|stop_that|stop_now|stop_all|stop_stop|just_stop|unsubscribe|unsubscribe_me|unsub|unsubscribed|remove|remove_me|delete|delete_me|opt_out|optout|opt_me_out|cancel|quit|end|stopall|take_me_off|off|cease|cease_and_desist|enough|enough_is_enough|leave_me_alone|go_away|get_lost|fuck_off|piss_off|no_more|no_stop|never_again|no_never_again|dont_contact_me|do_not_contact",
    ),
    (
        "bare_refusal",
        "no|nope|nah|no_way|never|pass|hard_pass|no_interest|not_interested|uninterested|spam|scam|no_thanks|no_thank_you|no_thx|nty|ugh|seriously|really|wtf|please_dont|dont|please_do_not|do_not|not_for_me|not_for_us|no_need|go_figure|blocked|reported|reported_and_blocked|blocked_and_reported|lol_no|oh_please|give_me_a_break|not_again|again|here_we_go_again|yawn|rubbish|bot|wrong_person|wrong_number|sigh|absolutely_not|certainly_not|definitely_not",
    ),
    (
        "courtesy",
        "please|pls|plz|thanks|thank_you|thx|hi|hello|hey|dear|sorry|ok|okay|cheers|ta|kindly|regards|best|yours|so|and|just|now|best_regards|kind_regards|many_thanks|good_morning|good_afternoon|sir|madam|a|many|the|mate|everyone|all",
    ),
    ("dont", "dont|do_not|never|please_no|not_to|don_t|doent|dnt"),
    (
        "adverb",
        "please|ever|even|just|kindly|again|simply|also|further|still|any_further|you|keep|go_on|continue|try_to|try_and|start|dare|bother|bother_to|attempt_to|immediately|at_once|right_now|now|really|all_of_you|guys|forever|seriously",
    ),
    (
        "stop",
        "stop|cease|quit|refrain_from|desist_from|leave_off|give_up|lay_off|halt|discontinue|cease_and_desist_from|knock_off|abstain_from|stop_from|avoid|end|cut_out|be_done|stoping|stahp",
    ),
    (
        "contact",
        "contact|write_to|write|message|text|ping|mail|email|e_mail|dm|pm|inmail|call|ring|phone|approach|bother|disturb|harass|pester|bug|annoy|hassle|spam|chase|nudge|poke|reach_out_to|reach_out|get_in_touch_with|get_in_touch|get_in_contact_with|get_in_contact|follow_up_with|follow_up|followup|circle_back|check_in|come_back_to|be_in_touch|get_back_to|get_hold_of|whatsapp|sms|solicit|target|engage|trouble|stalk|talk_to|speak_to|send_me_anything|send_me_messages|send_us_anything|send_us_messages|cold_call|cold_email|cold_message|badger|connect_with",
    ),
    (
        "contacting",
        "contacing|pming|contacting|writing_to|writing|messaging|texting|pinging|mailing|emailing|e_mailing|dming|dm_ing|calling|ringing|phoning|approaching|bothering|disturbing|harassing|pestering|bugging|annoying|hassling|spamming|chasing|nudging|poking|reaching_out_to|reaching_out|getting_in_touch_with|getting_in_touch|getting_in_contact|following_up_with|following_up|circling_back|checking_in|coming_back_to|trying_to_contact|trying_to_reach|soliciting|targeting|stalking|badgering|cold_calling|contact|communicating_with|communication_with|with_the_follow_ups|all_contact|any_contact|all_communication|any_further_contact|further_contact|any_communication|all_further_contact|talking_to|hounding|blowing_up|filling_up|clogging|flooding|bombarding",
    ),
    (
        "contacted",
        "contacted|messaged|emailed|written_to|called|approached|texted|mailed|disturbed|bothered|pinged|phoned|chased|solicited|targeted|followed_up|spammed|reached_out_to|on_your_list|on_this_list|on_any_list|on_your_mailing_list|part_of_this_campaign",
    ),
    (
        "me",
        "me|us|him|my_team|our_team|our_office|our_company|our_firm|our_practice|our_school|our_clinic|our_department|our_organisation|our_organization|my_company|my_colleagues|my_staff|our_staff|our_people|our_teachers|my_inbox|our_inbox|anyone_here|anybody_here|anyone_at|anybody_at|anyone_in|anyone_on|any_of_us|any_of_my|this_number|this_address|this_account|this_inbox|this_profile|this_email|my_phone|my_number|my_linkedin|my_inmail|people_here|people_at|the_team_here|either_of_us|anyone_from|anybody_in|anyone_else_here",
    ),
    (
        "tail",
        ";|again|any_more|anymore|any_longer|ever|here|on|at|via|through|by|in_future|in_the_future|or|and|please|for_any|anytime|any_time|further|thanks|thank_you|because|as|since|otherwise|in_any|with_this|with_any*|with_these|with_your|with_such|with_unsolicited|with_more|about_this|about_it|about_that|about_your|about_any*|regarding_this|regarding_any*|over_this|from_now|going_forward|henceforth|unless|for_good|under|from|until|before|til|till|while|during|today|this|right_now|in|next|a_second|a_third|another|one_more|once_more|too|either|like_this|every|so|if|with_offers|after|every|all_the_time|forever|unsolicited|but|directly|then|now|it_is|it_s|i_m|i_am|we_are|your|period",
    ),
    (
        "message",
        "msg|msgs|mesages|inmailing|message|messages|email|emails|e_mail|e_mails|mail|mails|inmail|inmails|dm|dms|text|texts|spam|pitches|pitch|follow_up|follow_ups|followups|reminder|reminders|contact|correspondence|communication|communications|outreach|nudges|chasers|newsletter|newsletters|solicitation|solicitations|advert|adverts|ads|adverts|advertising|offers|sales_pitches|sales_messages|calls|notes|pings|touchpoints|attempts|invitations|invites|junk|updates|marketing|this_stuff|this_crap|this_rubbish|this_nonsense|of_this|of_these|of_those|this_kind_of|these",
    ),
    (
        "from_you",
        "from_you*|from_this|from_your*|please|to_me|to_us|;|thanks|thank_you|on_linkedin|here|ever|of_this|of_any|like_this|of_that|about_this|about_your|i_am|i_m|as|or|and|again|at_all|at_this|then|in_future|on_here|via|on_this|required|needed|necessary|will_be|are_needed|are_required|after_this|this_is|it_s",
    ),
    (
        "remove",
        "remove|delete|erase|purge|strike|scrub|wipe|cross_out|unsubscribe|unlist|take_out|take_off|drop|deregister|opt_out|exclude|eliminate|scratch|clear|removing|deleting|erasing|get_rid_of",
    ),
    (
        "take",
        "take|get|strike|cross|scratch|drop|leave|keep|knock|pull|remove|taking|taken|removed|deleted|struck|scrub|kick|exclude|purge|bounce|delete|drop",
    ),
    (
        "list",
        "list|lists|mailing|mailings|distribution|database|databases|data_base|crm|campaign|campaigns|sequence|sequences|cadence|outreach|contacts|system|systems|records|books|register|mailshots|automation|automations|rolodex|funnel|pipeline|newsletter|newsletters|prospect*|mailing_list|spreadsheet|files|target*|lead_list|leads|drip|marketing|address_book|subscription|subscriptions|emails|messages|communications|file",
    ),
    (
        "mine",
        "data|details|number|phone_number|mobile|email|e_mail|email_address|address|name|contact|contacts|contact_details|contact_information|contact_info|information|info|personal_data|personal_details|personal_information|profile|record|records|entry|phone|cell|record",
    ),
    (
        "guests",
        "thread|chat|group|invite|invitation|guest*|calendar|meeting|cc|loop|channel|call|event|slide|deck|document|speaker*|panel|room|rota|agenda|repo*|board|project|table|photo|picture|card|ticket|waiting_list|attendee*|shortlist|doc|workspace|booking|seating|programme|program|volunteer*|waitlist|catering|badge",
    ),
    (
        "consequence",
        "report*|block*|lawyer*|legal|police|complain*|complaint|solicitor*|sue|court|regulator|ico|attorney|consequences|harassment|authority|authorities|linkedin|spam|flag|counsel|ombudsman|data_protection",
    ),
    (
        "month",
        "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept|oct|nov|dec",
    ),
    (
        "time",
        "{month}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mondays|weekend|weekends|q1|q2|q3|q4|spring|summer|autumn|fall|winter|easter|christmas|new_year|next_year|next_week|next_month|next_quarter|next_time|tomorrow|tonight|holiday|holidays|vacation|leave|noon|lunch|o_clock|am|pm|week|weeks|month|months|year|years|quarter|half_year|days|fortnight|decade|budget_round|season|launch|release|deadline|minutes|hours|am_back|m_back|we_re_back|board|hearing|exam|exams|wedding",
    ),
    (
        "reach",
        "mail|email|e_mail|call|ring|phone|text|write|ping|message|contact|reach|dm|whatsapp|drop|shoot|send|talk_to|speak_to|speak_with|get_in_touch_with|reach_out_to|write_to|use|try|ask",
    ),
    (
        "wish",
        "d_rather|would_rather|would_prefer|d_prefer|prefer|wish|want|would_like|d_like|like|ask_you|asking_you|beg_you|need_you|request_that|request|insist|ask_that|expect_you|trust_you|telling_you",
    ),
];

const MASKS: &[&str] = &[
    "no thanks needed|necessary|required",
    "stop you_re|you_are|it_you|laughing|making",
    "spam folder|filter|box|filters|bin|trap",
    "my|the|your|in spam ;|and|again",
    // The opposite of a request.
    "{dont} ~1 stop|quit|cease|hesitate|give_up|forget|worry|be_shy|be_afraid|be_a_stranger|mind|fail|let|give_in|wait_to|delete|unsubscribe|remove|cancel|think|get_me_wrong|feel|know|have_to_stop|want_you_to_stop|want_to_stop|want_to_unsubscribe|want_to_opt_out|want_to_be_removed|need_to_unsubscribe|take_me_off ~3 {contacting}|{contact}|{me}?",
    "never|cant|couldnt|cannot|wont|wouldnt|can_t|didnt|not ~1 stop|stopped|quit ~2 {contacting}?",
    "dont you_dare? stop|leave_me_off|take_me_off",
    "non stop|nonstop",
    "full stop",
    "why dont|not|do_not ~1 you|we|i? ~1 {contact}?",
    "^ if|when|unless i|you|we|they|he|she|anyone|nobody|people ~1 dont|do_not|never ~3",
    "because|since|although|though|who|they|people|customers|users|clients i|you|we|they|he|she|anyone|nobody|people? dont|do_not|never ~3",
    "i|we|they|he|she|who|people|clients|customers never|dont|do_not {contact}",
    "dont {contact}? ask_me|get_me_wrong|tell_me|quote_me|judge_me|hate_me|sue_me|blame_me|thank_me|count_me_out|let_me|keep_me_waiting|leave_me_hanging|make_me",
    "no_need|dont_need|dont_have to apologi*|worry|rush|thank|reply|answer|respond|print|bring",
    // Somebody else, or the writer, stops.
    ": i|we stop|stopped|quit ~2",
    "i|we|he|she|they ~2 decided|had|have|want|wanted|need|trying|going|tried ~1 to stop|quit ~2",
    "they|he|she|it|who|people|customers|users|clients|prospects|candidates|would|will|ll|should|could|must|did|let_me|let_s|had_to|has_to|has|have|when|before|after|until|if stop|stopped|quit|cease|ceased|stops|end|ended ~1 {contacting}|by|at|in|over|for|doing|going|here|there|being|and?",
    "they|he|she|customer*|client*|candidate*|user*|people|person|somebody|someone|prospect*|boss|manager|colleague|member|members|subscriber*|reader*|lead|leads|guest|patient|friend|neighbour|who|contact ~2 ask|asks|asked|asking|told|tells|say|says|said|wrote|writes|want|wants|wanted|demand*|request|requests|requested|click|clicks|clicked|hit|hits|begged ~3 to|not|for|us|me|you|them|stop|unsubscribe|remove*|be_removed? ~2 stop|unsubscribe|remove|{dont}|be_removed|removed|removal|opt_out|delete|deletion|leave?",
    "bus|tram|train|metro|tube|subway|pit|last|next|first|second|final|each|every|one|two|three|four|five|another|short|quick|coffee|toilet|emergency|truck|lorry|door|organ|f|the|a|this|that stop|stops|stopped",
    "stop|stops|stopping by|at|in|off|over|there|for|press|light*|sign|loss|watch|word|words|motion|gap|button|valve",
    "stop working|eating|drinking|smoking|coding|laughing|smiling|thinking|talking|reading|selling|apologi*|worrying|beating|recommending|hiring|losing|using|the|being|making|saying|me_if|us_if|doing",
    "opt_out|optout|opt_outs|unsubscribe|unsubscribes|unsubscribed|unsubscription|removal|deletion|cancellation|suppression|stop rate*|link*|page*|button*|header*|flow*|form*|process*|law*|rule*|clause*|request*|handling|logic|feature*|list*|metric*|number*|event*|footer*|text*|endpoint*|period|figures|command|keyword|reply|replies|option*|checkbox*|webhook*|mechanism*|wording|language|policy|policies|compliance|statistics|stats|trend*|reasons|survey|test*|journey|scheme|right*|model|system*|regime",
    "handle|handling|process|track|tracking|measure|count|honour|honor|honouring|detect|detecting|recognise|recognize|respect|respecting|discuss|about|high|low|lower|higher|reduce|fewer|more|many|rising|rate_of ~2 opt_out|opt_outs|optout|optouts|unsubscribe|unsubscribes|removals|deletions|stop_words",
    "how|whether|when|where|why|if|what|which do|does|should|would|can|could|to|do_you|your ~5 people|customers|users|clients|they|somebody|someone|recipients|recipient|leads|candidates|contacts|prospects|them ~6",
    // Removing something else.
    "remove|delete|drop|cut|strike|take_out|get_rid_of|cancel|unsubscribe|scrap|erase|deleted|removed|cancelled|dropped ~1 the|that|this|these|those|all|my|our|a|an|your|both|old|last ~2 slide*|clause*|line*|column*|row*|paragraph*|sentence*|section*|page*|attachment*|file*|order|booking|meeting|invite|appointment|comment*|logo*|photo*|picture*|branch|draft*|link|test|copy|version|item*|duplicate*|watermark|figure|chart|bullet*|subscription|plan|account|reservation|call|session|ticket*|field*|word|words|footnote|appendix|image|post|typo|entry|post*|contract|policy|licence|license",
    "take|leave|remove|keep|drop|get|strike|cross|put|scratch|delete ~2 {me|us|my_name|our_name} ~1 off|from|out_of|on|onto ~3 {guests}",
    "guest|speaker|waiting|attendee|attendance|shopping|wish|reading|seating|price|short|check|to_do|todo|packing list",
    "sick|annual|parental|maternity|paternity|compassionate|on|my leave",
    // Footers of the writer's own.
    "to|if_you unsubscribe|wish_to_unsubscribe|opt_out|stop_receiving|no_longer_wish|no_longer_want|want_to_unsubscribe|would_like_to_unsubscribe|would_rather_not|do_not_wish|dont_wish|dont_want|prefer_not|would_prefer_not ~9 click|here|reply|footer|visit|see|email|write|link|use|let_me_know|settings|tell|say|change",
    "if|received ~5 in_error|by_mistake|error|intended_recipient ~~8 delete|destroy|notify|remove|inform ~6",
    "click|click_here|reply|text|follow ~2 to|and|stop|unsubscribe|here ~2 unsubscribe|opt_out|stop|remove",
    "unsubscribe ~1 here|at_any_time|anytime|manage|preferences",
    // An opt-out taken back.
    "sorry|apolog*|ignore|disregard|scrap|forget|undo|take_back|cancel|revoke ~4 stop|unsubscrib*|opt_out|opted|remov* ~3",
];

const FINAL_REQUESTS: &[&str] = &[
    "if_you|should_you ~6 again|once_more|one_more_time|any_more ~~8 {consequence}",
    "if_i|if_we ~2 hear|get|receive|see ~~10 {consequence}",
    "neither|not now|then|in|today|this|next ~~4 nor|or|and ~1 at_any|ever|any_other|later|never",
    "if_you|should_you|if_i|if_we|if_anyone|if_anybody ~2 {contact}|get|receive|hear|see|persist|{message} ~~9 i|we|my|our|you|expect ~3 {consequence}",
    "one_more|another|any_more|any_further|next|a_single|one_single|further|the_next|any_other {message|word|one|time} ~~5 i|we|my|our|you|will|goes|gets|lands|means|is|and|or ~3 {consequence}",
    "{contact} ~2 again|once_more|one_more_time ~3 i|we|you|my|our ~4 {consequence}",
    "do_this|try_this|do_that|again|once_more|one_more_time and|or i|we|you|it|my ~4 {consequence}",
    "next_time|last_warning|final_warning|last_chance ~~4 i|we|it|you|before|then? ~3 {consequence}",
    "stop ~~6 or_i|or_we|or_i_ll|otherwise|or ~3 {consequence}",
    "this|is ~2 last|final|only warning",
    "not|neither ~~4 not|nor ~~3 not|nor|or|and ~1 ever|never",
    "not now|then|today|this_year|next_year|next_month|next_quarter|soon|later|in_* ~~4 not|nor|or|and ~1 ever|never|at_any_time|at_all|later|then",
    "now or|nor|and ever|later|in_future|at_any_other",
    "no|not|nope|never ~~2 not|now ~~2 not ~1 ever|later|then",
    "never ever ~2 {contact}",
    "{dont} ~2 {contact} ~1 {me} ever_again|again_ever|ever",
];

const REMOVALS: &[&str] = &[
    "no|without permission|consent|right|authority|authorisation|authorization|business ~1 to ~1 {contact}|keep|use|store|hold|process",
    "remove|delete|unsubscribe|erase|deregister|unlist|purge|exclude|forget|opt|removing|deleting {me|us} from|off|out_of your|any|all|everything|whatever|every|it|here|this",
    "remove|delete|unsubscribe|erase|deregister|unlist|purge|exclude|forget|opt|removing|deleting {me|us} ;|out|immediately|now|please|asap|at_once|right_away|and|completely|entirely|thanks|permanently|today|straight_away|altogether|as_soon|or|in|for_good",
    "{take} {me|us} ~1 off|from|out_of|of ~4 {list}",
    "{take} ~1 my|our|this|me_and_my ~1 {mine} ~2 off|from|out_of|of ~4 {list}",
    "{take} {me|us} off|out_of ;|please|this|your|whatever|any|it|here|them",
    ":|please|kindly|so off|from|out_of your|this|the|that|any|whatever|every|all ~2 {list} ;|please|immediately|thanks|asap|now|and",
    "{dont} ~1 keep|have|want|leave {me|us|my_name} ~1 in|on ~3 {list}",
    "remove|delete|erase|forget|lose|purge|wipe|scrub|strike|destroy|drop|bin|removing|deleting|get_rid_of ~1 my|our|this|all_my|any_of_my|me_and_my ~1 {mine} ;|from|immediately|please|and|now|asap|permanently|you|that|at_once|or|completely|thanks|right_away|in|as|today|under|before|on|within|by",
    "remove|delete|erase|forget|destroy|wipe everything|anything|whatever|all|any|all_data|any_data|all_the_data|all_information|every_record ~2 you|about_me|on_me|on_us|of_mine|about_us|relating_to_me|concerning_me",
    "lose|forget|unlearn|bin|throw_away ~1 my|this|our number|address|contact*|email|details|name",
    "forget ~1 me|us|i_exist|i_existed|we_exist|that_i|you_ever ;|exist*|completely|please|and|had|found|knew|entirely",
    "{dont} ~1 use|keep|store|share|process|sell|hold|retain ~2 my ~1 {mine}|data|consent",
    "may|must|should|can|shall|are not|no_longer ~2 use|keep|store|share|process|sell|hold|retain ~2 my ~1 {mine}",
    "stop|cease using|storing|processing|sharing|selling ~2 my ~1 {mine}",
    "withdraw*|revok*|rescind*|retract*|take_back|refuse|deny|hereby_withdraw ~2 consent|permission|agreement|authoris*|authoriz*|opt_in",
    "do_not|dont|never|no_longer|not ~1 consent|agree to|that|with ~4 contact*|process*|us*|stor*|data|messag*|email*|marketing|hold*|keep*|this",
    "do_not|dont|no_longer|not have|give|grant|got|given ~2 my|permission|consent|authorisation|authorization|any ~1 permission|consent|to_contact|to_message|to_email|to_use|to_store|to_keep ~4 ;",
    "i|we|hereby ~1 object to ~3 {mine|processing|use|storage|contact*|message*|communication*|marketing|being|you*|data|profiling|this|further}",
    "object ~2 under ~2 gdpr|article|art",
    "right to ~2 be_forgotten|erasure|object|deletion",
    "gdpr|article_17|article_21|art_17|art_21|data_protection ~~6 delete|erase|remove|erasure|deletion|object|removal|forget",
    "delete|erase|remove|erasure|deletion|removal ~~8 gdpr|article_17|article_21|art_17|data_protection",
    "request|demand|require|want|ask_for|insist_on ~3 deletion|erasure|removal ~1 of_my|of_our|from|of_all|;",
    "want|wish|like|prefer|ask|need|request|demand|insist ~2 to_be|be|that_i_be|my_name|me|us|my_data|my_number|my_details|my_email|being ~1 removed|deleted|unsubscribed|taken_off|erased|opted_out|off|forgotten|taken_out|excluded",
    "want|wish|like|choose|chose|prefer|choosing|wanting|need|going|love ~1 to opt_out|unsubscribe|be_removed|be_taken_off|get_off|come_off|be_unsubscribed|be_deleted|be_forgotten|be_left_alone|be_excluded|be_left_out",
    "i_m|i_am|we_are|we_re|i|we|i_hereby|we_hereby|hereby ~1 opting_out|opt_out|unsubscribing|unsubscribe",
    "opt|count|leave|keep {me|us} out ;|of|please",
    "unsubscribe {me}|please|immediately|now|from|asap|my|our|this",
    "^|please|kindly|pls ~1 unsubscribe|opt_out|remove|delete ;|me|us|please",
    "how|where|way|tell_me|what|which ~3 unsubscribe|opt_out|get_off|get_removed|be_removed|get_taken_off|come_off|get_out_of|remove_myself|remove_me|off_this_list|off_your_list|off_the_list|get_myself_off|make_this_stop|make_it_stop|stop_these|stop_this|stop_getting|stop_receiving|delete_my|unsubscribed|have_my_data|cancel_these|removed_from|taken_off|be_taken_off|get_my_name_off|have_my_name|switch_these_off|turn_this_off|turn_these_off",
    "where|how|can|could|is_there|is_it ~4 unsubscribe|opt_out|opt-out",
    "put|add|place|enter|register ~1 {me|us|my_name|my_number|this_number|our_company|my_email|this_address|our_domain} ~2 on|to|in|onto ~3 do_not|dont|blacklist|block|blocklist|suppression|exclusion|no_contact|opt_out|stop|robinson|no_call",
    "do_not contact|call|mail|disturb|email|solicit list|register",
    "consider|treat|regard|take|mark ~2 me|us|this|my_address|myself ~3 unsubscribed|opt_out|opted_out|removal|do_not_contact|off_limits|request_to|uncontactable|a_no_for_good",
    "honour|honor|respect ~2 opt_out|unsubscribe|wish_not|request_not|right_not|no_contact",
    "not|never|didnt|dont ~2 sign_up|signed_up|subscribe|subscribed|opt_in|opted_in ~~6 remove|take_me|unsubscribe|stop",
];

const REQUESTS: &[&str] = &[
    "no|little point|use|sense ~1 in? ~1 {contacting}",
    "make|let this ~1 be? ~1 your|the last {message|time}",
    "^ stop|cease|quit|knock it|this|that|it_now ;|now|please|immediately|already",
    "nobody|no_one|noone|none_of ~5 contacts|writes|messages|emails|calls|texts|approaches|bothers|pings|reaches_out|gets_in_touch|contacting|messaging|emailing|writing|calling ~1 {me|us|again|;}",
    "mind|appreciate|grateful|prefer|ask|kind ~4 not {contacting|sending} ~3",
    "{stop|can_u_stop|u_stop} ~1 w|with ~1 {message|this|it|these|all}",
    "{dont} {adverb}? {adverb}? {contact} or|and|nor? {contact}? {me} &{tail}",
    "{dont} {adverb}? {adverb}? {contact} &;|again|any_more|anymore|further|back|please|at_all|next|in_future|until|before|while|on_this|about_this|here|via|over",
    "{dont|not} {adverb}? {adverb}? {contacting} ;|me|us|again|any_more|{me}",
    "{wish} ~2 not|never|no_longer|dont ~2 {contact} {me|;|again}",
    "dont|do_not|not|never|no_longer|doesnt|does_not ~2 want|wish|like|need|care|expect ~2 to? be|get|hear|receive|getting|being|hearing|receiving|have|see ~4 {contacted|from_you|from_your|from_anyone|message|anything_from|any_more_from|more_from|from_recruiters_again}",
    "rather|prefer|wish|choose|better|preferably|please ~2 not|no|never|nothing|not_to|no_longer ~3 {contacted|from_you|from_your|hear_from|message|contact}",
    "rather|prefer|wish|best|better|glad|grateful|appreciate*|happy|happier|love|nice|thankful|obliged|kind|pleased|delighted|like_it|good|great ~4 if_you|if_your|you|that_you|were_you ~1 didnt|did_not|dont|do_not|never|no_longer|wouldnt|would_not|stopped|ceased|could_stop|would_stop|would_cease|not|left|would_leave|could_leave|refrained|would_refrain|could_refrain|quit|removed|would_remove|could_remove ~3 {contact|contacting|me|us|message|again|any_more|anymore}",
    "{stop} {adverb}? {adverb}? {contacting} or|and? {contacting}? {me|;|again|here|on_linkedin|please|people_here|at|on_this|with|my|our|via|this|immediately|now|people|right}",
    "{stop} {adverb}? sending|with|all|these|the|your|any|this ~4 {message|crap|rubbish|nonsense|garbage|stuff|shit|sequence|campaign|bombardment|harassment|them|anything|things}",
    "{stop} {adverb}? sending {me|us}? ;|these|this|your|them|anything|stuff|things",
    "please|kindly|just|i_beg_you|ask_you_to|asking_you_to|want_you_to|like_you_to|must_ask_you|now|so|and|time_to|will_you|would_you|could_you|can_you ~1 stop|cease|desist|quit|refrain|knock_it_off|give_it_a_rest|drop_it|stop_it|stop_this|stop_that|stop_now|stop_all_this|cut_it_out|pack_it_in &;|it_now|it|this|now|immediately|at_once|with_this|right_now|doing_this|already",
    "no|not_any|without more|further|other|additional|new|any|such|follow_up|longer ~1 {message} {from_you}",
    ":|please|and|so|just|kindly no {message|follow_up|contact} ~1 please|again|ever|in_future|from_you|thanks|thank_you|any_more|anymore|of_any_kind|whatsoever|required|needed|necessary|at_all",
    "want|wish|desire|need|like|welcome|accept|expect ~2 no|zero|nothing ~1 more|further|contact|from_you|{message} ~3",
    "no|zero desire|wish|need|reason|intention|interest ~2 hear*|receiv*|be_contacted|being_contacted|follow_up|follow_ups|write_again|contact|for_more|for_further|for_another|chase|get_back_to_me|message_me|reach_out|hear_back|keep_writing|remind|reminders|get_in_touch|for_a_follow_up|for_follow_ups|for_reminders|for_a_reminder|try_again|ping|nudge|check_in|for_you_to",
    "dont|do_not|not|isnt|unnecessary ~2 need|have|necessary|required|bother|waste ~2 follow_up|following_up|write_again|contact*|to_chase|chasing|remind*|reach_out_again|reaching_out_again|writing_again|writing_back|trying_again|for_more|get_in_touch_again|messag*|email_me|try_again|follow_ups",
    "not|unnecessary|no_longer ~1 necessary|needed|required ~3 follow_up|contact_me|write|message_me|reach_out|remind",
    "spare|save ~1 me|us|yourself|yourselves|your_team ~2 {message|follow_up|reminder|the_next|the_trouble_of_writ*|trouble_of_contact*|effort_of|time_and_stop}",
    "leave {me|us|my_team|our_team|my_staff|our_staff|my_inbox|people|me_the_hell|me_the_fuck|us_the_hell|me_and_my_team|my_colleagues} ~1 alone|in_peace|be|tf_alone !to|for|with|until|till|while",
    "let {me|us} ~1 be|alone !to|for|of|there|on|at|in|part|a|able|sure|clear|honest|frank|the",
    "piss|fuck|f|bugger|sod|buzz|bog|naff|eff|back|f_ck|fck|shove|clear|rack|jog off|on|it|ck_off !on|at|the|to|my|up|with|from|in",
    "get|go lost|stuffed|to_hell|screw_yourself|fuck_yourself|bother_someone_else|bother_somebody_else|pester_somebody_else|pester_someone_else|away_and|fuck_urself",
    ":|please|just|now|to|and go_away ;|please|and|already|now",
    "screw_you|take_a_hike|up_yours|shut_up|get_out_of_my_inbox|stay_out_of_my|stay_away_from|get_off_my_back|off_my_back|out_of_my_inbox|keep_away_from_me|keep_your_distance|clear_off|do_one|get_a_life_and",
    "keep|leave {me|us} out of|off ~2 {message|list|it|this|your|these}",
    "may|must|shall|should|can|will|are not|never|no_longer ~2 {contact} {me} &{tail}",
    "not_welcome|unwelcome|forbid|prohibit|prohibited|forbidden ~2 to|from|you ~1 {contact|contacting}",
    "forbid|prohibit you|any|all ~2 {contact|contacting}",
    "never|not want|wish|like ~1 to hear|see|read ~3 from_you|again|your_name|from_your|from_this",
    "let|make this|that|it ~1 be ~1 last|final",
    "this|that|it|is|should|must|be ~2 last|final {message|thing|time} ~3 you|i|we|from|please|send|write|hear|get",
    "that ll|will be|is all|enough ~1 {message}",
    "end|cease|terminate|close|discontinue ~1 this|all|our|the|any|your ~1 conversation|contact|communication|correspondence|exchange|thread|outreach|messages|messaging|campaign|sequence",
    "lose|forget|delete|burn my|this number|address|contact*",
    "never|not again ;|please",
    "{dont} ~1 send {me|us}? ~4 {message|anything|them|stuff_like|things_like|another_one|any_of_this|more_of}",
    "{dont} send|sent {me|us}? anything|any|another|more|further|these|this|such|unsolicited|your|again",
    "{dont} want you|your|anyone|this|any ~3 {contact|contacting} {me|us|;|again|any_more|anymore|here}",
];

const REFUSALS: &[&str] = &[
    "not|no|zero|never|isnt|arent|cant ~2 interested|interest|a_fit|for_me|for_us|relevant|what_we_need|of_interest|our_thing|my_thing|keen|looking|buying|in_the_market|going_to_happen|happening|my_cup|convinced",
    "no_thanks|no_thank_you|no_thankyou|no_thx|hard_pass|ill_pass|i_ll_pass|we_ll_pass|will_pass|gonna_pass|going_to_pass|have_to_pass|respectfully_decline|politely_decline|must_decline|have_to_decline|we_decline|i_decline|thanks_but_no|thank_you_but_no|count_me_out|not_today|i_m_good|we_re_good|i_m_out|have_no_use|no_use_for|nothing_for_me|nothing_for_us",
    "already have|has|got|use|work_with|working_with|covered|well_served|looked_after|chosen|picked|signed_with|decided ~2 supplier|vendor|provider|partner|agency|tool|solution|system|someone|covered|everything|one|people|team|that|this|in_house|it|lawyer|accountant|consultant",
    "happy|satisfied|content|fine|covered|sorted with|as|without ~4",
    "dont|do_not|no|doesnt ~1 need|want|require ~1 this|it|that|any|your|anything|help|another|a_new|what_you|one|these",
    "wrong person|guy|address|number|contact|company|target|department|place|woman|lady",
    "not the right person|contact|one|place",
    "no :|;|and_no|means_no|is_no|again",
    "^ no|nope|nah|never ;",
    "wont|will_not|not ~2 answer*|reply*|respond*|read* ;|to|any|these|this|your|further",
    "dont|do_not|not ~2 pitch|sell|market|advertise|promote|prospect|recruit ~2 me|us|here|on|to|things",
    "stop|quit|enough|no|spare_me ~2 pitch*|selling|sales|advertis*|cold_*|marketing",
    "not_here|here|linkedin|network for|to|is_for|is_not|isnt ~4 ads|adverts|advertis*|pitch*|sales|sold|buy|peers|selling|marketing|spam|offers",
    "good_luck|all_the_best elsewhere|with_it|anyway|finding|with_your",
    "retired|left_the_company|no_longer_work|closed_down|shut_down|sold_the_company|changed_careers|gone_out_of_business",
];

const COMPLAINTS: &[&str] = &[
    "spam|spammer|spammers|spamming|spammy|phishing|unsolicited|scam|junk|harassment|harassing|pestering|intrusive|unprofessional|mass_mail*|mass_message*|copy_paste*|copy_and_paste*|copypaste*|chatbot|automated|template|templated|boilerplate|generated_by|ai_generated|chatgpt|mail_merge|canned|robot ~3",
    "are_you|is_this|this_is|sounds_like|reads_like|talking_to|from ~2 bot|robot|ai|machine|script|template|human|form_letter|automatic|automated|real_person",
    "where|how|who|which ~5 get|got|find|found|gave|obtain*|from|source|have|buy|bought|come_by|acquire*|sold ~3 my|our ~2 {mine}",
    "how_do_you|how_did_you|why_do_you|where_did_you ~1 have|know|get|find|got ~1 my|me|this_number|this_address",
    "who_gave|who_told|why_am_i|why_are_you|why_do_you_keep|why_do_i_keep ~2 you|getting|on|receiving|writing|messaging|contacting|emailing|spamming|bothering|pestering",
    "reported|reporting|blocked|blocking|flagged|flagging|muted|muting|report|block ~1 you|this|it|and|as|your|the|to|;",
    "marked|marking|flagged|reported ~3 spam|junk|abuse",
    "sick|tired|fed_up|had_enough|enough|bored|done ~1 of|with|from ~3 {message|you|your|this|these|it|people|sales|recruiters|pitches|all}",
    "third|fourth|fifth|tenth|sixth|seventh|umpteenth|hundredth|nth|3rd|4th|5th|10th time|message|one|email|mail|pitch|this|in ~3",
    "how_many_times|what_part_of_no|which_part_of_no|are_you_serious|are_you_kidding|you_must_be_joking|for_god_s_sake|for_fuck_s_sake|ffs|oh_come_on|not_this_again|not_you_again|you_again|give_it_up|take_the_hint|take_a_hint|get_the_hint|no_means_no|enough_already|ever_heard_of_no|wasting_my_time|waste_of_time|waste_my_time|wasting_your_time|waste_your_time|dont_waste|annoying|so_annoying|ridiculous|pathetic|shameless|how_dare_you|cheeky|rude|seriously_again|ugh|cold_pitch|not_amused|cringe|desperate",
    "did_not|didnt|never ~1 ask*|sign*|subscrib*|request*|consent*|agree*|give|gave ~2 for_this|for_that|to_be|up|you|to_this|this|any_of|my|it|permission",
    "already|again|before ~2 said|told|answered|replied|declined|refused ~2 no|you",
    "i|we ~1 said|told_you|answered|replied ~1 no|already|twice|before",
];

const DOORS: &[&str] = &[
    ":|please|and|just|but|rather|or|better|best|instead|so|then|to|always|can|could|may|should|only {reach} {me|us|it|them|him|her} ~3 ;|by|on|at|via|instead|directly|when|if|with|in|after|there|here|about|through|over|the|a|an|your|next|again|and|through|privately|as|to|first|any|my|what",
    "email|mail|phone|call|text|whatsapp|signal|in_person|dm|post|personal|private|work|other|new|landline|slack|teams ~3 instead|is_better|is_best|works_better|is_fine|is_easier|preferred|is_quicker|please|works|only|account|address",
    "instead|rather ;|of|use|write|email|call|please|by|via|at|to",
    "use|write_to|reach_me|find_me|reached|mail_to|send_it_to|over_to|switch_to|move_to|move_this_to|take_this_to|contact_me ~3 email|address|mail|number|account|phone|directly|office|landline|slack|teams|signal|whatsapp|instead|at|via|on",
    "only|except|apart_from|other_than ~2 by|via|on|through|email|phone|if|when|for|in_writing",
    "contact|ask|email|write_to|write|message|speak_to|talk_to|call|ring|reach_out_to|try|go_to|address|approach|send_it_to|direct ~2 colleague|him|her|them|team|department|boss|manager|assistant|head|successor|replacement|office|desk|procurement|hr|purchasing|partner|directly|info|sales|support|co_founder",
    "colleague|successor|replacement|boss|assistant|partner|team|she|he ~4 right_person|in_charge|responsible|takes_care|handles|looks_after|can_help|may_be_interested|might_be_interested|would_be_interested|takes_over",
    "right|better|best person|contact|address is|would|for|to",
    "happy|glad|delighted|keen|pleased|love|looking_forward ~2 to ~2 hear|talk|chat|speak|meet|read|see|help|receive|continue|connect|stay",
    "let_s|lets|let_us|shall_we|can_we|could_we|we_could|we_can|we_should ~2 talk|speak|meet|chat|discuss|continue|keep|pick|catch|find|do|schedule|move|take|use|have|go|switch|stick|look|postpone|try|revisit",
    "feel_free|keep_me|keep_us|stay_in_touch|keep_in_touch|keep_writing|keep_them_coming|keep_going|welcome_to|of_course_you_can|please_do|carry_on|go_ahead|keep_sending|keep_posting|see_you|speak_soon|talk_soon|talk_then|until_then|back_to_you|get_back_to_you|send_you|i_ll_write|i_ll_call|i_ll_email|i_will_write|i_will_call|i_ll_be_in_touch|be_in_touch_when|will_be_in_touch|i_ll_come_back|i_ll_contact|answer_on|reply_on|love_your|enjoy_your|enjoyed_your|like_your|enjoy_reading|your_messages_are|i_ll_reach_out",
    "send|give|forward|share|show|tell ~1 me|us|it|them|over|through|along ~2 the|a|an|your|more|again|by|what|details|information|in|as|one|some|to|when|next",
    "once_a|twice_a|less_often|fewer|more_than|less_frequent*|not_so_often|too_often|every_day|so_many|at_most|so_often|as_often|slow_down",
    "put|add|sign|subscribe|opt ~1 me|us ~2 back|on_again|up_again|again|in",
    "resubscribe|re_subscribe|changed_my_mind|change_my_mind|by_mistake|by_accident|accidentally|my_mistake|in_error|didnt_mean|did_not_mean|was_meant_for|wrong_chat|wrong_thread|wrong_window|meant_for|ignore_my|ignore_that|disregard_my|was_joking|just_kidding|kidding|only_joking",
    "in_a_group|in_the_group|in_the_thread|in_this_thread|in_the_channel|group_chat|voice_notes|voice_messages|voice_memos|as_a_pdf|in_pdf|in_writing|one_at_a_time|one_by_one|in_one_message|in_one_go|in_english|in_german|reply_all|cc_me",
];

const DEFERRALS: &[&str] = &[
    "before|after|until|till|past ~1 one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|7|8|9|10|11|12|6|5|4",
    "by|via|on|over|through ~1 phone|sms|whatsapp|text|telegram|voice|skype|mobile|facebook|instagram",
    "until|till|before|til|after|unless|in|from|by|around|during|over|on|at|for|this|next|throughout|past|every|late|early|mid ~3 {time} !of_this",
    "until|till|before|unless|while|when|as_long_as|once|after ~1 i|we|you|he|she|they|it|the|my|our|there ~2",
    "for_now|right_now|at_the_moment|for_the_moment|at_present|just_yet|so_soon|so_early|so_late|after_hours|at_night|on_weekends|at_weekends|working_hours|office_hours|out_of_hours|today|tonight|tomorrow|this_morning|this_afternoon|this_evening|meanwhile|in_the_meantime|till_then|until_then|later|yet|temporarily",
    "to read|finish|think|prepare|concentrate|focus|write|review|digest",
];

const SOFTENERS: &[&str] = &[
    "but|though|however|although|maybe|perhaps|might|yet|later|currently|for_now|next|unless|until|let_me|let_us|we_ll_see|will_see|instead|rather|happy_to|open_to|interested_in|would_like|d_love|sounds_good|sounds_great|great|perfect|congrat*|well_done|works|i_ll|i_will|we_will|we_ll|see_you|looking_forward|forward_it|good_question|yes|sure|of_course|agreed|noted|received|got_it|attached|attach|hire|candidate|offer|contract|meeting|slot|sorry_for|sorry_about|apologies|no_worries|no_problem|ask_me|call_me",
    "{month}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|today|q1|q2|q3|q4",
];
