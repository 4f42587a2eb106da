//! Portuguese.

use super::language::Language;
use super::pattern::Classes;

pub(super) static LANGUAGE: Language = Language {
    code: "pt",
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
        "o|os|as|e|eu|nao|de|que|em|um|uma|por|favor|meu|minha|seu|sua|com|para|me|mais|obrigado|obrigada|ja|voce|voces|na|no|nas|nos|esta|este|ola|mas|muito|do|da|dos|das|ao|isso|isto|pelo|pela|tenho|estou|sou|ele",
    ),
    (
        "bare_request",
        "stop|pare|para|parem|parar|pare_por_favor|pare_ja|parem_ja|pare_com_isso|sair|quero_sair|cancelar|cancelar_subscricao|cancelar_inscricao|cancelar_assinatura|cancele|cancela|remover|remova|remova_me|remover_me|me_remova|me_remove|descadastrar|descadastre|descadastra|me_descadastre|me_descadastra|descadastramento|desinscrever|desinscrever_me|apagar|apague|excluir|exclua|me_exclua|me_exclui|eliminar|anular|anular_subscricao|basta|ja_basta|basta_ja|chega|ja_chega|chega_disso|fim|unsubscribe|me_deixe_em_paz|me_deixa_em_paz|deixe_me_em_paz|deixem_me_em_paz|deixa_me_em_paz|me_esquece|me_esqueca|esqueca_me|nunca_mais|nao_mais|mais_nao|some_daqui|suma|vai_te_embora|desaparece|desapareca|retirar|retire_me|desistir|encerrar|suficiente|me_tira|me_tire|tire_me|parou|me_tira_dessa",
    ),
    (
        "bare_refusal",
        "nao|nop|no|nao_obrigado|nao_obrigada|obrigado_nao|obrigada_nao|sem_interesse|nao_interessado|nao_interessada|nao_tenho_interesse|nao_estou_interessado|nao_estou_interessada|nao_me_interessa|nunca|jamais|spam|golpe|burla|serio|a_serio|e_serio|serio_mesmo|de_novo|outra_vez|de_jeito_nenhum|de_modo_nenhum|nem_pensar|nem_morto|pessoa_errada|numero_errado|bloqueado|bloqueada|denunciado|denunciado_e_bloqueado|bloqueado_e_denunciado|que_chato|chato|aff|af|ai_nao|robo|bot|nao_e_para_mim|dispenso|passo|claro_que_nao|com_certeza_nao|que_saco",
    ),
    (
        "courtesy",
        "por_favor|porfavor|pf|pfv|se_faz_favor|sff|obrigado|obrigada|muito_obrigado|muito_obrigada|grato|grata|ola|oi|bom_dia|boa_tarde|boa_noite|caro|cara|prezado|prezada|senhor|senhora|cumprimentos|atenciosamente|abraco|abracos|ok|ja|desculpe|desculpa|e|entao|agora|imediatamente|valeu|vlw|att|favor|gentileza",
    ),
    (
        "write",
        "escreva*|escrever*|escrevesse*|escrevendo|escrevam|escreve|contacte*|contactar*|contactem|contatar*|contate|contatem|contates|contactasse*|contatasse*|contactando|contatando|mande|mandem|mandes|mandar*|mandasse*|mandando|manda|envie|enviem|envies|enviar*|enviasse*|enviando|envia|incomode*|incomodar*|importune*|importunar*|perturbe*|perturbar*|chateie*|chatear*|chateando|assedie*|assediar*|insista*|insistir*|insistindo|procure|procurem|procurar|procurar_me|aborde*|abordar*|spam*|telefone*|amole*|encha*|encher|lembre|lembrem|lembrar*|persiga*|perseguir*|bombarde*|chame|chamem|chamar|entrar_em_contato|entre_em_contato|entrem_em_contato|entrar_em_contacto|entre_em_contacto|entrem_em_contacto|volte|voltem|voltes|voltar|voltasse*|torne|tornem|tornar|continue|continuem|continuar|fale|falem|falar|fales|falar_me|dirija*|dirigir*|faca_contato|fazer_contato|prospecte*|ofereca*|oferecer*|tente|tentem|tentar|melgue*|melgar",
    ),
    (
        "me",
        "me|nos|mim|nossa_equipa|nossa_equipe|minha_equipa|minha_equipe|nossa_empresa|minha_empresa|meus_colegas|nossos_funcionarios|nossos_colaboradores|nosso_escritorio|nossa_escola|nossa_clinica|ninguem_aqui|ninguem_da|ninguem_do|este_numero|esse_numero|este_endereco|esta_conta|nosso_departamento|minha_caixa|nossos_professores|meu_time|nosso_time|este_email",
    ),
    (
        "stop",
        "pare|parem|para|parar|pares|deixe|deixem|deixa|deixar|deixes|cesse|cessem|cessar|suspend*|evite|evitem|evitar|abster|abstenha*|abstenh*|desist*|interromp*|encerr*",
    ),
    (
        "message",
        "mensagem|mensagens|mensagenzinha|email|emails|e_mail|e_mails|mail|mails|contato|contatos|contacto|contactos|comunicacao|comunicacoes|publicidade|propaganda|spam|lembrete|lembretes|ligacoes|ligacao|chamadas|follow_up|follow_ups|convites|convite|ofertas|oferta|newsletter|newsletters|promocoes|inmail|inmails|insistencia|insistencias|tentativas|propostas|proposta|cartas|notificacoes|abordagens|abordagem|avisos|anuncios|campanha|campanhas|envios|sms|whatsapps|dms|informacoes|novidades|prospeccao|divulgacao|solicitacoes|recados|seguimento|seguimentos",
    ),
    (
        "list",
        "lista|listas|base|bases|crm|campanha|campanhas|mailing|mailings|newsletter|newsletters|contatos|contactos|agenda|difusao|distribuicao|sequencia|sequencias|ficheiro|ficheiros|registo|registos|registro|registros|cadastro|cadastros|sistema|sistemas|arquivos|diretorio|envios|automacao|funil|prospects|disparos|disparo|emails|bd|assinatura|subscricao|prospeccao",
    ),
    (
        "remove",
        "tire|tira|tirem|tirar|tirar_me|remova|remove|removam|remover|remover_me|apague|apaga|apaguem|apagar|exclua|exclui|excluam|excluir|elimine|elimina|eliminem|eliminar|retire|retira|retirem|retirar|risque|risca|risquem|riscar|delete|deleta|deletem|deletar|descadastr*|suprima|suprimam|suprimir|desinscrev*|bloqueie",
    ),
    (
        "mine",
        "dados|numero|telefone|telemovel|celular|email|e_mail|endereco|nome|contato|contacto|perfil|informacoes|informacao|ficha|registo|registro|cadastro|contatos|contactos",
    ),
    (
        "consequence",
        "denunci*|report*|bloque*|bloqui*|advogad*|legal*|legais|cnpd|anpd|procon|linkedin|processo|processar|processo_judicial|queixa*|autoridade*|assedio|policia|tribunal|justica|medidas|juridic*|consequencias|spam|reclama*",
    ),
    (
        "month",
        "janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    ),
    (
        "time",
        "{month}|segunda|terca|quarta|quinta|sexta|sabado|sabados|domingo|domingos|semana|semanas|mes|meses|trimestre|semestre|ano|anos|verao|outono|inverno|primavera|ferias|natal|pascoa|carnaval|feriado|feriados|fim_de_semana|fins_de_semana|final_de_semana|q1|q2|q3|q4|hora|horas|dias|dia|noite|manha|tarde|feira|fecho|fechamento|exame|exames|lancamento|regresso|volta|casamento|mudanca|orcamento|licenca",
    ),
];

const MASKS: &[&str] = &[
    "nao ~2 ainda",
    "ainda nao ~2",
    "envi*|mand* ~4 fatura*|contrato*|arquivo*|ficheiro*|documento*|link*|encomenda*|orcamento|cv|curriculo|relatorio*|rascunho|senha*|anexo*|boleto",
    "nao e|sou ~2 spam|massa|bot|robo|publicidade|golpe|modelo",
    "nao|nunca|sem|nem ~3 hesit*|duvid*|esquec*|tenha_medo|deixe_de|deixem_de|deixar_de|deixes_de|deixa_de|acanh* ~6",
    "nao ~1 pare|parem|para|parar|pares|desist*|abandon*|apagu*|exclu*|remov*|tire|cancele ~5",
    "sem_parar|non_stop|nao_para|nao_paro|nao_param|nao_paramos|ponto_final|sem_cessar",
    "por_que|porque|pq ~1 nao ~5",
    "parada|paradas|paragem|paragens",
    "baixa|baixas medica|por_doenca|de_maternidade",
    "^ se|quando eu|voce|tu|ele|ela|alguem|voces? nao ~4 ;",
    "porque|quem|ja_que eu|voce|tu|ele|ela|alguem|voces? nao ~4 ;",
    "eu|nos|ele|ela|eles|ja|ainda nao ~1 {write} ~1 ;",
    "nao ~1 escrevo|escrevi|escrevemos|mandei|enviei|liguei|ligo|mando|envio|incomoda|incomodo|chamei|recebi|recebo|falei|falo|consegui|me_incomoda|me_importo|importa|procurei|contactei|contatei|me_escreveu|me_ligou|me_enviou|me_mandou|voltei|lembro|me_lembro ~3",
    "clientes|cliente|gente|usuarios|utilizadores|usuario|pessoas|destinatarios|candidatos|assinantes|alguem|alguns|chefe|colega|amigo|vizinho|ele|ela|eles|elas|leitores|membros|quem|contatos|contactos|pacientes ~4 ped*|pedi*|diz*|disse*|solicit*|quer*|respond*|escreve|escrevem|escreveu|clic* ~9",
    "taxa|taxas|link|botao|pagina|direito|processo|formulario|gestao|pedidos|pedido|lei|clausula|numero|prazo|cabecalho|caixa|fluxo|motivos|motivo|estatisticas|tema|percentual ~2 descadastr*|cancelament*|remoc*|desinscri*|opt_out|opt_outs|exclus*|anulac*|saida|saidas|stop|apagamento",
    "opt_out|opt_outs|descadastros|descadastramentos|cancelamentos|descadastro",
    "como|quando|se gere*|trat*|lid*|process*|detet*|detect*|respond*|reag* ~10 ;",
    "{remove} ~2 o|a|os|as|esse|essa|este|esta|aquele|aquela|um|uma|meu_ultimo|minha_ultima|nosso|esses|essas ~1 slide*|clausula*|linha*|coluna*|frase*|paragrafo*|secao|seccao|pagina*|anexo*|arquivo*|pedido*|consulta|reuniao|convite*|comentario*|logo*|foto*|imagem|rascunho*|link*|copia*|versao|ponto*|palavra*|teste*|duplicad*|grafico*|mensagem|nota*|virgula|publicacao|documento*|contrato|oferta|reserva|entrada*|campo*|ultima*|ultimo*|ticket*|conta|compromisso|encomenda|marcacao|branch|post|diapositivo*",
    "tir*|remov*|apag*|exclu*|retir* ~3 de|da|do ~2 convidados|participantes|grupo|conversa|convite|reuniao|chat|programa|projeto|projecto|oradores|palestrantes|slide|documento|espera|copia|canal|calendario|evento|ata|compras|escala|thread",
    "lista|listas de ~1 convidados|espera|compras|presenca|presencas|precos|oradores|tarefas|participantes|candidatos|desejos",
    "para|se ~2 deixar|cancelar|nao|quiser|deseja|desejar|descadastrar|anular|remover|sair ~8 cliqu*|clic*|responda|aqui|acesse|visite|envie ~5",
    "cliqu*|clic*|aceda|acesse ~5 cancelar|descadastrar|aqui|anular|remover|subscricao",
    "cancelar|anular subscricao|inscricao|assinatura :|;|aqui|em",
    "por_engano|por_erro|destinatario|engano ~~15 apag*|elimin*|destru*|exclu*|notifi*|avis* ~4",
    "desculp*|ignor*|esquec*|anul* ~5 stop|descadastro|mensagem_anterior|pedido_anterior ~2",
    "pasta|caixa|filtro|no|na|ao|meu ~1 de? spam",
    "para que|o|a|os|as|mim|meu|minha|seu|sua|um|uma|nos|ti|voce|voces|isso|isto|falar|ver|poder|saber|quando|junho|julho|nada|o_ano|ser|ter",
    "basta|chega que|me|ate|a|ao|em|na|no|amanha|hoje",
];

const FINAL_REQUESTS: &[&str] = &[
    "se ~4 {write} ~~8 {consequence}",
    "outra|outro|um|uma|a|na|no|proxima|proximo|so|qualquer ~1 {message|vez|so|unica|proxima} ~2 {message|vez|mais}? ~~5 e|vou|denuncio|ou|sera|irei|vai|o|meu ~4 {consequence}",
    "mais uma|um|alguma {message|vez} ~~5 e|vou|denuncio|irei|vai|o|meu|bloqueio ~4 {consequence}?",
    "se ~3 {write|insist*|receb*|persist*|continu*|volt*|torn*} ~~8 vou|irei|o|a|meu|denuncio|bloqueio|tomar*|sera|faco|eu|avanco ~4 {consequence}",
    "{write} ~3 outra_vez|mais_uma_vez|de_novo|novamente ~~3 e ~5 {consequence}",
    "ultimo|ultima aviso|advertencia|vez_que",
    "ou|senao|se_nao|caso_contrario ~4 {consequence}",
    "proxima|proximo vez|mensagem ~~5 {consequence}",
    "nem ~~4 nem ~~4",
    "nao ~~4 nem|e ~1 nunca|tampouco|jamais|depois|mais_tarde",
    "nao ~~3 nem ~~3 nunca|nem|jamais",
    "nem_agora_nem|nem_entao|nem_nunca|nunca_jamais|agora_nem_nunca|nunca_mesmo",
];

const REMOVALS: &[&str] = &[
    "{remove|risque} ~1 {me} ~1 da|do|de ~2 {list}",
    "bloque* ~2 {mine} ~4 {list}",
    "ponha*|coloque*|poe|ponham ~2 na|numa|em lista ~5 {nao}",
    "{remove} ~4 de|da|do|das|dos ~3 {list}",
    "{remove} me|nos|este_numero|meu_nome|meu_numero|meu_email|meu_contato|meu_contacto|nossa_empresa ;|da_sua|do_seu|da_vossa|do_vosso|de_tudo|disso|ja|por|imediatamente|e|que|tudo|completamente|dai|das_suas|das_vossas",
    "me|nos ~1 {remove|esqueca|esquece|esquecam} ~1 ;|de|da|do|ja|por|dai|dessa|desta|disso|das",
    "apaguem_me|esquecam_me|esqueca_me|esquece_me|esquecam_se_de_mim|me_esquecam|esquecam_que_existo|esqueca_que_existo|esqueca_que_eu_existo|esquece_que_eu_existo|esquecam_que_eu_existo|esquece_que_existo|esqueca_se_de_mim ~1",
    "nao ~1 quer*|desej*|pretend* ~2 estar|continuar|figurar|constar|aparecer|fazer_parte|pertencer ~3 {list}",
    "como|onde|forma|maneira ~4 descadastr*|me_removo|remover_me|sair|saio|cancel*|deixar_de_receber|deixo_de_receber|me_tiro|tirar_me|anul*|me_desinscrevo|desinscrever|parar_de_receber|paro_de_receber|apagar_os_meus|se_cancela|desativo|parar_com|paro_com|paro_estas|paro_essas|paro_isso|retiro|remov*|me_excluo|excluir",
    "{remove|esquec*|perc*|perd*|destru*} ~3 meus|meu|minha|minhas|todos|nossos|nosso|nossa|este|esse|tudo|qualquer|toda ~2 {mine|o_que|dados}",
    "esquec* ~1 o|a? meu|minha|que_existo|de_mim|mim ~1 {mine|;|numero}",
    "remocao|eliminacao|exclusao|apagamento|supressao|cancelamento|retirada ~3 meus|meu|minha|nossos|todos|dados ~1 {mine}?",
    "oponho*|opor*|oposicao|opomo* ~6 dados|tratamento|uso|contact*|contat*|comunicacoes|utiliz*|publicidade",
    "exerc* ~3 direito*",
    "retir*|revog*|anul* ~3 consentimento|permissao|autorizacao",
    "nao ~3 consint*|consent*|autoriz*|dou|dei|permit*|tem|aceit* ~5 contact*|contat*|utiliz*|us*|conserv*|guard*|trat*|consentimento|permissao|autorizacao|dados|{message}",
    "proib* ~4 {write|message|uso|dados|contact*|contat*}",
    "nao ~2 us*|utiliz*|guard*|conserv*|compartilh*|partilh*|trat*|armazen* ~1 mais? ~1 meus|meu|minha|os_meus|o_meu ~1 {mine}",
    "rgpd|lgpd|artigo_17|artigo_18|artigo_21|direito_ao_esquecimento|direito_ao_apagamento ~~9 apag*|elimin*|exclu*|opo*|esquec*|remov*|;",
    "elimin*|apag*|exclu*|remov* ~~9 rgpd|lgpd|artigo_17|artigo_18",
    "coloqu*|ponha*|poe|inclua*|inclu*|adicion*|mete|meta*|bot* ~4 lista|nao ~1 negra|de_bloqueio|de_exclusao|de_nao|perturbe|contactar|contatar|bloqueio|de_bloqueados",
    "lista_negra|lista_de_nao|nao_perturbe|lista_de_bloqueio",
    "quero|queria|gostaria|desejo|solicito|peco|exijo|preciso|queremos|pretendo|gostava ~3 descadastr*|sair_d*|sair|ser_remov*|ser_exclu*|ser_apag*|ser_retirad*|que_me_remov*|que_me_tir*|que_me_exclu*|que_remov*|que_apagu*|que_exclu*|exclusao|remocao|que_me_esquec*|cancelar_a_subscricao|cancelar_minha|cancelar_a_minha|me_descadastrar|me_retirar|anular_a|desinscrever*|ser_esquecid*|me_remover",
    "cancel*|anul* ~1 a|minha|a_minha|esta|essa|nossa ~1 subscricao|inscricao|assinatura|cadastro",
    "fora ~1 de|da|do|dessa|desta|das ~2 {list}",
    "descadastr* ~1 me|meu|este|por_favor|ja|imediatamente",
];

const REQUESTS: &[&str] = &[
    "vontade|desejo|pedido ~1 de nao ~1 ser {contactad*|contatad*|incomodad*|abordad*}",
    "nao ~1 {me} liga|ligue|ligues nao ~1 {me} {write}",
    "nao ~1 {quero|queremos|desejo} ~1 mais? ~1 receber|saber|ouvir ~1 mais|isso|isto|nada|disso|de",
    "nao ~1 {me|nos} ~1 inclua*|inclui*|incluam ~1 mais|em|nos|na",
    "ninguem ~6 {me|comigo|connosco|conosco|volte|voltar} ~3 {write|comigo}?",
    "n|num|nn ~1 {me|manda|mande|mandem|escreva|quero}? ~2 {write|mais|receber} ~1 mais|nada|;",
    "nao ~2 ligue|ligar|liguem|liga ~1 mais|nunca|outra_vez|de_novo",
    "{nao|nunca} ~1 {me} ~1 mande* ~1 outro|outra|mais",
    "nao|nunca|nem|tampouco|jamais|sem ~1 me|nos|se|te|lhe|mais|volt*|torn*|continu*|precis*|e_preciso|e_necessario|ha_necessidade|necessit*|tent*|dev*|pod*|quer*|desej*|vale|adianta|fac* ~3 {write}",
    "nao {write} ~1 mais|me|nada|;|nunca|outra|de_novo|novamente|nenhum*|por|aqui|para_este|para_ca|para_o_meu|jamais|pra",
    "nao|nunca|nem|jamais ~1 quer*|desej*|necessit*|precis*|gostaria|pretend*|esper*|faco_questao|tenho_vontade|aceit*|gostava ~1 que|receber|voltar|saber|continuar|ser|mais|ouvir|nada|ter|nenhum*|ler|de ~5 {write|message|contactad*|contatad*|incomodad*|abordad*|procurad*|de_voces|de_voce|de_si|de_vos|nada_de|da_sua|da_vossa|recebendo|disso|disto|desse_tipo|deste_tipo|vossas|suas}",
    "prefer*|prefir*|agradec*|agradeco|gostaria|gostava|quer*|peco|pec*|exij*|solicit*|desej*|insist*|suplic*|adoraria|melhor|favor|queir*|fac*|pedir*|rog*|pedia|ficaria|fico|grato|grata|seria ~6 nao|nunca|nem ~1 me|nos|se|te|lhe|mais|volt*|torn*|continu*|receb*|ser|saber|ter|houvesse|haja|fossem|fosse|tivesse ~4 {write|receb*|message|contactad*|contatad*|incomodad*|saber|de_voces|mais|nada|de_si|abordad*}",
    "prefer*|prefir*|agradec*|agradeco|gostaria|gostava|quer*|peco|exij*|solicit*|desej*|insist*|favor|queir*|fac*|pedir*|rog*|pode|podem|poderia*|podes|podiam|ficaria|importa*|tratem|trate ~4 {stop} ~3 de|com|em|qualquer|toda|todo|;|ja|o|os|as|por ~2 {write|message|incomod*|em_paz|;|isso|isto|assedi*}",
    ":|favor|e|ja|que|mas|agora|gente|voces {stop} ~1 ja? de|com|em ~2 {me}? ~1 {write|incomod*|insist*|message|isso|isto|essas|estas|tanta|uma_vez|encher|palhacada|assedi*|spam*}",
    ":|favor|e|ja|que|mas|agora|gente pare|parem|cesse|cessem|para|parar|basta|chega ja|;|por_favor|isso|com_isso|com_isto|imediatamente|com_as|com_os|com_essas|com_estas|com_tanto|agora|de_uma",
    "deix*|parem|pare|para|parar ~1 de ~1 {me}? ~1 {write|receber|assediar|chatear|encher|perturbar} ~1 ;|me|mais|por|ja|mensagens|emails|coisas|publicidade|aqui|isto|isso|estas|essas|nada|o_saco|nos|spam",
    "basta|chega|acabou ~2 de|com|dos|das|ja|estas|essas ~2 {message|incomod*|spam|insist*|assedio}",
    "nao|nem|nenhum|nenhuma|nada|sem ~1 de|um|uma|um_unico|quero|desejo|mais|ha|aceito ~1 mais|outro|outra|novas|novos|{message} ~1 {message|mais}",
    "nem|nao ~1 mais? um|uma|outro|outra|so|unica {message} ~1 mais|;|sequer",
    ":|por_favor|e|chega_de nada_de|sem|mais_nenhum|mais_nenhuma|nenhum|nenhuma ~1 mais|{message} ~1 {message|;|mais|por_favor}",
    "nunca_mais|nao_mais|jamais ;|por_favor|obrigad*|de_voces|me|mensagens",
    "deix* ~2 em_paz|sossegad*|quiet* !para|ate|enquanto",
    "me|nos deix* ~1 em_paz|sossegad*|quiet*",
    "larg* ~1 me|nos|do_meu|da_minha ~1 mao|;|pe|em_paz",
    "vai|va|vao|vaza|some|suma|sumam|desaparec*|desapareca*|cai_fora|caia_fora|xo|pira_te|pirem_se|cala_a_boca|vai_a_merda|vao_a_merda ~1 te|se|embora|catar|foder|lixar|da_minha|daqui|passear|dar_uma_volta|a_merda|merda|pastar|pro_inferno|tomar|para_o",
    "poup* ~2 me|se|nos|te|o|a|os|as|seu|sua ~2 {message|incomodo|trabalho|esforco|lembrete*|proxim*|seguinte|tempo}",
    "poupe_me|poupem_me|poupa_me|me_poupe|me_poupem|poupe_se|poupem_se|escusa*_de|escusam_de|escusa_de|escusas_de|escusado ~3",
    "nao|nem ~1 precis*|e_preciso|e_necessario|ha_necessidade|necessit*|adianta|vale_a_pena|se_de|se_incomod*|sera_necessario|ha_razao|tem_porque ~3 {lembrete*|seguimento*|insist*|escrev*|contact*|contat*|volt*|lembr*|follow_up|ligar|mais|tent*|mensag*|mandar|enviar|procurar|cobrar}",
    "desnecessari*|inutil|dispens*|escus* ~3 {write|message|lembrete*|seguimento*|mais_contatos|mais_contactos}",
    "abster*|abstenha*|evite|evitem|evitar|desista*|absterem ~3 {write|contactar|contatar|message|continuar|voltar|;|qualquer|novos|novas|futuros}",
    "cesse*|suspend*|interromp*|encerr*|ponha_fim|ponham_fim|por_fim|finalizem|terminem|acabem ~2 o|os|as|a|todo|toda|qualquer|seus|suas|estas|essas|com|este|esse|vossas|vossos|imediatamente ~2 {message|contact*|contat*|envio*|write|assedio|comunicac*}",
    "que seja|esta|este|essa|sera|e ~3 ultima|ultimo ~1 {message|vez|contato|contacto}",
    "nao ~2 pode*|dev*|tem|estao|esta ~2 permissao|autoriz*|direito|voltar|continuar|permitido ~4 {write|contact*|contat*}",
    "proib* ~4 {write|contact*|contat*}",
    "que ~1 nao|deix*|cess*|par* ~1 me|nos|de|volt*|torn*|continu*|mais|voltem_a ~3 {write|em_paz}",
    "nao|nada ~1 quero|desejo|mais ~1 de|ter|nenhum ~2 contato|contacto|voces|voce|relacao",
    "ficamos_por_aqui|paramos_por_aqui|fique_longe|fiquem_longe|afaste_se|afastem_se|nem_mais_uma|nem_mais_um|nada_mais_de_voces|fica_por_aqui|dispenso_mais|dispenso_futuros|dispensamos_mais|dispenso_novos|dispenso_novas",
];

const REFUSALS: &[&str] = &[
    "nao|nenhum|sem|nada|pouco|zero ~2 interess*|precis*|para_mim|para_nos|encaix*|relevante|procur*|convenc*|estamos_a_procura|procurando|compro|queremos|faz_sentido|me_serve|quero_comprar",
    "nao obrigado|obrigada|:|;|insista*",
    "nao_obrigado|nao_obrigada|obrigado_mas_nao|obrigada_mas_nao|eu_passo|recuso|declino|declinamos|vou_declinar|tenho_de_recusar|nao_conte|nao_contem|nao_e_nao|boa_sorte|tudo_de_bom|felicidades|reformado|reformada|aposentado|aposentada|aposentei|ja_nao_trabalho|nao_trabalho_mais|dispenso|muito_sucesso|reformei",
    "ja ~1 temos|tenho|contamos|trabalhamos|estamos|conto|usamos|uso|contratamos|fechamos|somos ~4 fornecedor*|solucao|agencia|ferramenta|parceiro*|alguem|servid*|atendid*|equipa|equipe|sistema|resolvid*|coberto*|contabilista|contador|isso|tudo|fornecimento",
    "satisfeit*|contente*|servid*|atendid* com|estamos|por|;",
    "pessoa|numero|contato|contacto|endereco|destinatari*|empresa|departamento ~1 errad*|incorret*|equivocad*",
    "engan* ~2 pessoa|numero|contato|contacto|endereco|empresa|se|na|no",
    "nao_sou ~2 pessoa|indicad*|cert*|adequad*|contato|contacto",
    "nao ~2 respond*|vou_ler|leio|atend* ~1 a|mais|nenhum*|;|estas|essas|suas|mensagens",
    "nao|nem|aqui|basta|chega|nada ~3 vend*|vendas|publicidade|comercia*|propaganda|anuncio*|promoc*|pitch*|vendedor*",
];

const COMPLAINTS: &[&str] = &[
    "spam|spammer*|golpe|burla|assedio|invasiv*|intrusiv*|copia_e_cola|copiar_e_colar|copy_paste|modelo_pronto|template|automatic*|automatiz*|robo|robot|bot|em_massa|massa|chatgpt|nao_solicitad*|phishing|chato|chatos|chata|chatice|farto|farta|fartos|cansad*|incomodo|que_lata|cara_de_pau|vergonha|descaramento|falta_de_respeito|falta_de_educacao|ridicul*|insuportavel|mala_sem_alca|pouco_profissional|perda_de_tempo|perder_tempo|perca_tempo|perder_o_meu|meu_tempo|seu_tempo|que_saco|saco_cheio|inconveniente|inconvenientes|gerado_por|generic*|abusiv*|amadores",
    "de_onde|onde|como|quem ~4 tir*|consegui*|obt*|tem|deu|deram|encontr*|sabe*|arranj*|arrum*|veio|vem|passou|tirou|conseguiu ~4 {mine|meu|meus|minha|me}",
    "denunciad*|reportad*|bloquead*|denuncio|reporto|bloqueio|vou_denunciar|vou_reportar|vou_bloquear|marcad*_como|marquei_como|bloqueando|reportando|denunciando|denunciei|bloqueei|reportei",
    "terceira|terceiro|quarta|quarto|quinta|quinto|decima|enesima|milesima|centesima|3a|4a|5a ~1 {message|vez}",
    "ja_chega|serio_isso|so_pode_ser|e_brincadeira|ta_de_brincadeira|outra_vez_voces|de_novo_voces|voces_de_novo|outra_vez_isto|que_parte|quantas_vezes|nao_e_nao|nao_entendeu_o|nao_percebeu|com_que_direito|ora_bolas|que_chat*|fala_serio|ninguem_merece|haja_paciencia|tenha_paciencia|pelo_amor_de_deus|de_novo_isso|isso_de_novo|aff|paciencia_tem|nao_acredito_que_de_novo",
    "nunca|nao|jamais ~2 pedi|pedido|solicit*|inscrev*|autorizei|cadastrei|subscrevi|assinei|dei_permissao|registei",
    "ja ~3 disse|dito|respond* ~3 nao|que|;",
];

const DOORS: &[&str] = &[
    "aqui|ca ~4 perfeito|melhor|otimo|tudo_bem|prefiro|ok",
    "escrev*|contact*|contat*|lig*|mand*|envi*|melhor|avis*|fal*|cham* ~1 me|nos|lhe|lhes|para_mim|pra_mim|comigo|melhor|o|a ~3 diretamente|directamente|direto|melhor|por|pelo|ao|para|quando|se|o|a|um|uma|a_partir|depois|os|as|no|na|em|mais_tarde",
    "escreva_me|escrevam_me|escreve_me|me_escreva|me_escreve|me_escrevam|ligue_me|liga_me|liguem_me|me_ligue|me_liga|me_liguem|mande_me|manda_me|me_mande|me_manda|me_mandem|envie_me|envia_me|me_envie|me_envia|contacte_me|contacta_me|me_contate|me_chame|me_chama|fale_comigo|fala_comigo|fale_com|fala_com|falem_com|escreva_lhe ~3 !outra_vez_e|de_novo_e",
    "melhor|prefiro|preferivel|de_preferencia|em_vez|em_troca|antes|mas_sim|sim ~4 por|email|telefone|e_mail|mail|diretamente|directamente|ligar|liga|escrev*|whatsapp|comigo|teams|pessoalmente|o_meu|pelo",
    "por|via|pelo|ao|para_o ~1 email|e_mail|mail|telefone|whatsapp|teams|slack|escritorio|telemovel|celular ~3 melhor|diretamente|directamente|por_favor|e|se|estou|respondo|sim",
    "so|somente|apenas|unicamente|exceto|salvo ~3 por|via|se|quando|em|email|pelo|e_mail",
    "us*|utiliz* ~3 email|e_mail|telefone|endereco|numero",
    "fal*|escrev*|contact*|contat*|pergunt*|dirij*|lig*|procur* ~4 colega*|chefe|diretor*|equipa|equipe|departamento|responsavel|ela|ele_diretamente|socio|socia|compras|rh|sucessor*|encarregad*|assistente|secretari*",
    "pessoa|responsavel certa|indicada|correta|de|e|por|pela|pelo",
    "com_gosto|com_prazer|com_todo|sera_um_prazer|terei_gosto|vontade|interessa_muito|adoraria_conversar|adorava|otimo_falar ~3",
    "continue|continua|continuem ~1 {write|assim|mandando|enviando|a|escrevendo|em_contato|em_contacto|como}",
    "falamos|vamos_falar|vamos_conversar|combinamos|marcamos|vemo_nos|conversamos|retomamos|retom*|ficamos_em_contacto|mantemos_contacto|podemos_falar|podemos_conversar|vejamos|passemos|podiamos_falar|vamos_manter|vamos_marcar|vamos_usar|vamos_mudar",
    "volte|volta|voltem|voltar|tente|tenta|contacte|contate|pergunte|retom* ~4 em|depois|dentro|a_partir|no_inicio|no_fim|apos|no_proximo|na_proxima|mais_tarde|daqui",
    "lhe|te|ja|eu ~1 escrevo|escreverei|ligo|ligarei|respondo|responderei|contacto_o|contato_voce|aviso|avisarei|envio|mando|passo|encaminho|retorno|digo",
    "mand*|envi*|pass*|partilh*|compartilh*|encaminh* ~1 me|nos|lhe? ~1 o|a|os|as|um|uma|mais|seu|sua|outra",
    "uma_vez_por|menos_mensagens|com_menos|tantas_vezes|com_tanta_frequencia|todo_dia|todos_os_dias|no_maximo|por_mes|por_semana",
    "volt*|torn* ~2 incluir*|inscrev*|cadastr*|adicion*|colocar*|por_me",
    "me_recadastr*|reinscrev*|por_engano|sem_querer|mudei_de_ideia|mudei_de_ideias|chat_errado|conversa_errada|nao_era_para|era_para_outra|era_brincadeira|estava_a_brincar|me_enganei|enganei_me|janela_errada|queria_dizer|brincadeirinha",
    "no_grupo|pelo_grupo|nesta_conversa|audios|audio|notas_de_voz|mensagens_de_voz|em_portugues|em_ingles|em_pdf|em_copia|meu_assistente|minha_assistente|minha_secretaria|ate_breve|ate_logo|ate_amanha|ate_segunda|ate_terca|sem_problema|nenhum_problema",
];

const DEFERRALS: &[&str] = &[
    "por|via|pelo|no ~1 telefone|sms|whatsapp|telegram|telemovel|celular|facebook|instagram|audio",
    "antes|ate|depois|durante|em|a_partir|dentro|para|desde|este|esta|estes|estas|nesta|neste|no|na|nos|nas|pela|pelas|a|ao|aos|proxim*|apos|de|do|da ~3 {time}",
    "antes|ate|depois|enquanto|quando|salvo|exceto|assim ~1 de|que|nao|eu|tiver*|estiver*|o|a|meu|minha|se|voltar|acabar|terminar|este|este",
    "por_agora|por_enquanto|de_momento|neste_momento|no_momento|agora_nao|hoje|amanha|esta_noite|esta_semana|ainda|mais_tarde|mais_para_a_frente|mais_pra_frente|aos_fins|fora_do_horario|tao_cedo|tao_tarde|entretanto|temporariamente|a_noite|de_noite|de_madrugada",
];

const SOFTENERS: &[&str] = &[
    "mas|porem|contudo|embora|talvez|quem_sabe|ainda|mais_tarde|mais_para_a_frente|atualmente|por_agora|por_enquanto|de_momento|neste_momento|no_momento|proxim*|melhor|otimo|perfeito|excelente|parabens|claro|de_acordo|combinado|vou_enviar|envio_lhe|contrato|reuniao|vaga|candidat*|lamento|desculp*|sem_problema|nao_faz_mal|nao_se_preocupe|anexo|recebido|obrigado_pelo|obrigada_pelo|obrigado_pela|obrigada_pela",
    "{month}|segunda_feira|terca_feira|quarta_feira|quinta_feira|sexta_feira|sabado|domingo|amanha|hoje|q1|q2|q3|q4",
];
