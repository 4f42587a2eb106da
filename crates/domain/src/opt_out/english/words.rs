//! English: lists of words, and chat spellings.

use crate::opt_out::pattern::Classes;

pub(super) const CLASSES: Classes = &[
    (
        "common",
        "the|and|you|your|i|is|are|to|of|it|this|that|not|my|we|our|please|with|for|have|from|be|was|has|will|would|about|thanks|do|dont|but|at|they|just|any|been|what|how|if|don|re|ll|again|me|him|her|she|he|us|there|here|which|who|why|when|no|so|or|an|as|on|in|by|out|up|more|other|only|than|then|them|these|those|one|also|into|can|could|did|does|am|im|had|get|got|stop|want|like|know|need|never|ever|very|too|take|off|pls|plz|u|ur|msg|list|remove|call|send|unsubscribe|hi|hello|sorry|i_m",
    ),
    (
        "bare_request",
        "stop|stop_it|stop_this|stop_that|stop_now|stop_all|stop_stop|just_stop|unsubscribe|unsubscribe_me|unsub|unsubscribed|remove|remove_me|delete|delete_me|opt_out|optout|opt_me_out|cancel|quit|end|stopall|take_me_off|off|cease|cease_and_desist|enough|enough_is_enough|leave_me_alone|go_away|get_lost|fuck_off|piss_off|no_more|no_stop|never_again|no_never_again|dont_contact_me|do_not_contact|fuck_you|eff_off|bog_off|screw_you|bugger_off|sod_off|get_stuffed|shove_it|drop_dead|naff_off|buzz_off|shut_up|stopp|stopp_it",
    ),
    (
        "bare_refusal",
        "no|nope|nah|no_way|never|pass|hard_pass|no_interest|not_interested|uninterested|spam|scam|no_thanks|no_thank_you|no_thx|nty|ugh|seriously|really|wtf|please_dont|dont|please_do_not|do_not|not_for_me|not_for_us|no_need|go_figure|blocked|reported|reported_and_blocked|blocked_and_reported|lol_no|oh_please|give_me_a_break|not_again|again|here_we_go_again|yawn|rubbish|bot|wrong_person|wrong_number|sigh|absolutely_not|certainly_not|definitely_not|nope_thanks|nah_thanks|no_ta|no_cheers|nahh|no_way_jose|flagged_as_spam|flagged|spam_reported|marked_as_spam|reported_as_spam|muted|thanks_but_no_thanks|no_thanks_all_good|negative",
    ),
    (
        "past",
        "i_asked|we_asked|i_told|we_told|i_wrote|we_wrote|i_said|we_said|i_have_asked|i_ve_asked|i_have_told|i_ve_told|already|third|fourth|fifth",
    ),
    (
        "negation",
        "not|no|dont|never|isnt|arent|nor|without|cant|cannot|wont|didnt|doesnt|wouldnt|nobody|nothing|zero",
    ),
    (
        "courtesy",
        "good_luck_with_your_search|thanks_for_getting_in_touch|thank_you_for_reaching_out|thank_you_for_your_message|good_luck_with_it|have_a_nice_day|have_a_good_day|have_a_great_day|have_a_good_one|thank_you_for_understanding|thanks_for_reaching_out|thanks_for_your_message|thanks_for_the_message|thanks_for_the_note|all_the_best|best_of_luck|thanks_for_understanding|thanks_in_advance|for_your_message|thank_you|best_regards|kind_regards|many_thanks|good_morning|good_afternoon|good_luck|take_care|warm_regards|no_offence|no_offense|please|pls|plz|thanks|thx|hi|hello|hey|dear|sorry|ok|okay|cheers|ta|kindly|regards|best|yours|so|and|just|now|sir|madam|a|many|the|mate|everyone|all",
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
        "contact|write_to|write|message|text|ping|mail|email|e_mail|dm|pm|inmail|call|ring|phone|approach|bother|disturb|harass|pester|bug|annoy|hassle|spam|chase|nudge|poke|reach_out_to|reach_out|get_in_touch_with|get_in_touch|get_in_contact_with|get_in_contact|follow_up_with|follow_up|followup|circle_back|check_in|come_back_to|be_in_touch|get_back_to|get_hold_of|whatsapp|sms|solicit|target|engage|trouble|stalk|talk_to|speak_to|send_me_anything|send_me_messages|send_us_anything|send_us_messages|cold_call|cold_email|cold_message|badger|connect_with|cold_pitch|cold_contact|recontact|re_contact|try_to_reach|try_to_contact|pester_with|attempt_to_contact|bombard|hound|intrude|try_me|try_us|prospect|sell_to|market_to|advertise_to|drop_me_a_line|drop_us_a_line|inbox|slide_into|barge_in|get_at|tag|invite|reconnect_with|bother_with|keep_at|swamp|flood|msg|msging|hit_up|write_me|reach",
    ),
    (
        "contacting",
        "contacing|pming|contacting|writing_to|writing|messaging|texting|pinging|mailing|emailing|e_mailing|dming|dm_ing|calling|ringing|phoning|approaching|bothering|disturbing|harassing|pestering|bugging|annoying|hassling|spamming|chasing|nudging|poking|reaching_out_to|reaching_out|getting_in_touch_with|getting_in_touch|getting_in_contact|following_up_with|following_up|circling_back|checking_in|coming_back_to|trying_to_contact|trying_to_reach|soliciting|targeting|stalking|badgering|cold_calling|contact|communicating_with|communication_with|with_the_follow_ups|all_contact|any_contact|all_communication|any_further_contact|further_contact|any_communication|all_further_contact|talking_to|hounding|blowing_up|filling_up|clogging|flooding|bombarding|msging|msgin|pitching|cold_pitching|inboxing|dms|hitting_up|swamping|trying|reaching|connecting|re_contacting|recontacting|prospecting|cold_emailing|cold_messaging|tagging|inviting|sending_me|sending_us|intruding|nagging|hitting|sliding_into|contact_with|outreach|selling_to|marketing_to|advertising_to|advances|approaches|asking|trying_to_sell|trying_to_reach_me|knocking|insisting",
    ),
    (
        "contacted",
        "contacted|messaged|emailed|written_to|called|approached|texted|mailed|disturbed|bothered|pinged|phoned|chased|solicited|targeted|followed_up|spammed|reached_out_to|on_your_list|on_this_list|on_any_list|on_your_mailing_list|part_of_this_campaign|msged|pitched|hassled|harassed|pestered|badgered|nagged|prospected|cold_called|recontacted|annoyed|spoken_to|invited|hounded|marketed_to|sold_to|advertised_to|part_of_your|part_of_any|part_of_this|in_your_database|in_your_crm|in_your_system|in_your_records|in_this_campaign|in_any_campaign|on_the_receiving_end|rung|dialled|notified|kept_posted|kept_updated|reminded",
    ),
    (
        "me",
        "me|us|him|my_team|our_team|our_office|our_company|our_firm|our_practice|our_school|our_clinic|our_department|our_organisation|our_organization|my_company|my_colleagues|my_staff|our_staff|our_people|our_teachers|my_inbox|our_inbox|anyone_here|anybody_here|anyone_at|anybody_at|anyone_in|anyone_on|any_of_us|any_of_my|this_number|this_address|this_account|this_inbox|this_profile|this_email|my_phone|my_number|my_linkedin|my_inmail|people_here|people_at|the_team_here|either_of_us|anyone_from|anybody_in|anyone_else_here|any_of_our|any_of_our_employees|any_of_our_people|any_of_our_staff|our_employees|our_team_members|our_nurses|our_engineers|our_directors|my_assistant_or|my_family|my_boss|my_employees|our_board|our_reception|here_any_more|here_anymore|here_again|our_*",
    ),
    (
        "tail",
        ";|again|any_more|anymore|any_longer|ever|here|on|at|via|through|by|in_future|in_the_future|or|and|please|for_any|anytime|any_time|further|thanks|thank_you|because|as|since|otherwise|in_any|with_this|with_any*|with_these|with_your|with_such|with_unsolicited|with_more|about_this|about_it|about_that|about_your|about_any*|regarding_this|regarding_any*|over_this|from_now|going_forward|henceforth|unless|for_good|under|from|until|before|til|till|while|during|today|this|right_now|in|next|a_second|a_third|another|one_more|once_more|too|either|like_this|every|so|if|with_offers|after|every|all_the_time|forever|unsolicited|but|directly|then|now|it_is|it_s|i_m|i_am|we_are|your|period|no_more|nomore",
    ),
    (
        "message",
        "msg|msgs|mesages|inmailing|message|messages|email|emails|e_mail|e_mails|mail|mails|inmail|inmails|dm|dms|text|texts|spam|pitches|pitch|follow_up|follow_ups|followups|reminder|reminders|contact|correspondence|communication|communications|outreach|nudges|chasers|newsletter|newsletters|solicitation|solicitations|advert|adverts|ads|adverts|advertising|offers|sales_pitches|sales_messages|calls|notes|pings|touchpoints|attempts|invitations|invites|junk|updates|marketing|this_stuff|this_crap|this_rubbish|this_nonsense|of_this|of_these|of_those|this_kind_of|these|sales_stuff|advances|approaches|approach|request|requests|mailings|mailing|emailing|emailings|emailed|emailing_me|outreaches|attempt|chaser|chasing|blasts|bumps|bump|noise|nonsense|circulars|flyers|cold_emails|cold_calls|cold_mails|enquiries|inquiries|prospecting|letters|proposals|voicemails|tweets|connection_requests|contact_attempts|texting|memos|anything|stuff|connection_request|friend_requests|invitation_requests|robocalls|newsletters_from|drip_campaigns|pestering|candidate_profiles",
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
        "list|lists|mailing|mailings|distribution|database|databases|data_base|crm|campaign|campaigns|sequence|sequences|cadence|outreach|contacts|system|systems|records|books|register|mailshots|automation|automations|rolodex|funnel|pipeline|newsletter|newsletters|prospect*|mailing_list|spreadsheet|files|target*|lead_list|leads|drip|marketing|address_book|subscription|subscriptions|emails|messages|communications|file|mailing_programme|mailing_program|programme|program|mailing_service|newsletter_service|record|platform|tool|mailshot|circulation|rota_of_targets|circular|circulars|newsletters_list",
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
        "report*|block*|lawyer*|legal|police|complain*|complaint|solicitor*|sue|court|regulator|ico|attorney|consequences|harassment|authority|authorities|linkedin|spam|flag|counsel|ombudsman|data_protection|director|manager*|boss|superior*|supervisor*|head_office|ceo|trading_standards|tribunal|invoice*|bill_you|charge_you|my_lawyers|employer",
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
        "mail|email|e_mail|call|ring|phone|text|write|ping|message|contact|reach|dm|whatsapp|send|talk_to|speak_to|speak_with|get_in_touch_with|reach_out_to|write_to|use|try|ask",
    ),
    (
        "wish",
        "d_rather|would_rather|would_prefer|d_prefer|prefer|wish|want|would_like|d_like|like|ask_you|asking_you|beg_you|need_you|request_that|request|insist|ask_that|expect_you|trust_you|telling_you",
    ),
    (
        "contacts",
        "contacts|writes|messages|emails|mails|calls|rings|phones|texts|approaches|bothers|disturbs|pesters|pings|chases|spams|reaches_out|gets_in_touch|follows_up|visits|troubles|harasses",
    ),
    (
        "org",
        "practice|school|clinic|firm|company|office|surgery|nursery|charity|church|parish|club|shop|team|staff|department|college|hospital|ward|business|agency|studio|foundation|trust|council|union|association|library|museum|society|household|family|address|name|number|account|domain",
    ),
    (
        "reminder",
        "reminder|reminders|nudge|nudges|follow_up|followup|follow_ups|chaser|chasers|second_message|second_email|next_message|next_email|bump|check_in|remind|reminding|nudging|chasing|following_up|checking_in|further_message|further_email|check",
    ),
    (
        "authority",
        "lawyer*|solicitor*|attorney*|legal_department|legal_team|legal_action|our_legal|counsel|ceo|boss|manager*|director|supervisor*|superior*|police|regulator|ico|ombudsman|court|authority|commissioner|head_office|employer|trading_standards|data_protection|chairman|management|cmo|cto|invoice|bill",
    ),
    (
        "turn",
        "taking|take|goes|gets|hear|hearing|deal|dealing|talk|talking|call|calling|contact|contacting|inform|informing|involve|forward|forwarded|forwarding|straight|report|complain|raise|escalate|copy|lands|ends_up|end_up|answer_to|a_word|send_you|writing_to|get_my|get_our|bring|speaking|speak",
    ),
    (
        "lastly",
        "third_message|fourth_message|fifth_message|next_message|fourth_email|another_message",
    ),
    (
        "bare_removal",
        "delete_it|delete_this|remove_it|erase_it|bin_it|remove_this|delete_them|remove_them|erase_them|delete_those|delete_it_all|delete_everything|delete_that",
    ),
];

pub(super) const CHAT: &[(&str, &str)] = &[
    ("txting", "texting"),
    ("msging", "messaging"),
    ("abt", "about"),
    ("acc", "account"),
    ("b4", "before"),
    ("bc", "because"),
    ("coz", "because"),
    ("cuz", "because"),
    ("dnt", "dont"),
    ("frm", "from"),
    ("gimme", "give me"),
    ("gonna", "going to"),
    ("id", "i d"),
    ("im", "i m"),
    ("ive", "i ve"),
    ("lemme", "let me"),
    ("msg", "message"),
    ("msgs", "messages"),
    ("nd", "and"),
    ("pls", "please"),
    ("plse", "please"),
    ("plz", "please"),
    ("ppl", "people"),
    ("remv", "remove"),
    ("rm", "remove"),
    ("stahp", "stop"),
    ("thnx", "thanks"),
    ("thx", "thanks"),
    ("tnx", "thanks"),
    ("txt", "text"),
    ("txts", "texts"),
    ("u", "you"),
    ("unsub", "unsubscribe"),
    ("ur", "your"),
    ("urself", "yourself"),
    ("wanna", "want to"),
    ("yall", "you"),
    ("agian", "again"),
    ("agin", "again"),
    ("messge", "message"),
    ("mesage", "message"),
];
