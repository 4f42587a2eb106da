//! Portuguese: lists of words, and chat spellings.

use crate::opt_out::pattern::Classes;

pub(super) const CLASSES: Classes = &[
    (
        "common",
        "o|os|as|e|eu|nao|de|que|em|um|uma|por|favor|meu|minha|seu|sua|com|para|me|mais|obrigado|obrigada|ja|voce|voces|na|no|nas|nos|esta|este|ola|mas|muito|do|da|dos|das|ao|isso|isto|pelo|pela|tenho|estou|sou|ele|se|te|lhe|lhes|ser|sem|sobre|quando|porque|onde|quem|qual|nunca|nada|tudo|todos|outra|outro|vez|sao|foi|tem|ha|nem|ou|desde|ate|aqui|aos|num|numa|desta|deste|dessa|desse|vos|vossa|vosso|vossas|vossos|eles|ela|quero|mim|vc|vcs|pf|pfv|q|pra|pro|mensagem|mensagens|pare|parem|meus|minhas|suas|seus|à|agora|ne|gente|sim|a|faz|vou|estamos|lista|contacto|contato|numero|tire|tirem|msg|n|qro",
    ),
    (
        "bare_request",
        "stop|pare|para|parem|parar|pare_por_favor|pare_ja|parem_ja|pare_com_isso|sair|quero_sair|cancelar|cancelar_subscricao|cancelar_inscricao|cancelar_assinatura|cancele|cancela|remover|remova|remova_me|remover_me|me_remova|me_remove|descadastrar|descadastre|descadastra|me_descadastre|me_descadastra|descadastramento|desinscrever|desinscrever_me|apagar|apague|excluir|exclua|me_exclua|me_exclui|eliminar|anular|anular_subscricao|basta|ja_basta|basta_ja|chega|ja_chega|chega_disso|fim|unsubscribe|me_deixe_em_paz|me_deixa_em_paz|deixe_me_em_paz|deixem_me_em_paz|deixa_me_em_paz|me_esquece|me_esqueca|esqueca_me|nunca_mais|nao_mais|mais_nao|some_daqui|suma|vai_te_embora|desaparece|desapareca|retirar|retire_me|desistir|encerrar|suficiente|me_tira|me_tire|tire_me|parou|me_tira_dessa|para_de_uma_vez|parem_de_escrever|pare_de_escrever|para_de_escrever|pare_de_mandar|para_de_mandar|para_de_me_mandar|nao_insista|nao_insistam|nao_escreva_mais|nao_escrevam_mais|nao_mande_mais|nao_me_escreva|nao_me_escrevam|nao_me_contacte|nao_me_contate|me_descadastrar|descadastrar_me|quero_cancelar|quero_me_descadastrar|me_remover|retire|retirem|tirem_me|tira_me|apaguem_me|remova_meu_contato|fora|xo|chega_por_favor|acabou|deixem_me|deixa_me|me_deixa|me_deixe|nao_incomodar|nao_perturbe|sem_mensagens|remove|opt_out|excluir_me|bloquear|parem_com_isso|para_com_isso|para_com_isto|parem_com_isto|nem_mais_uma|quero_sair_daqui|eliminem|apaguem|removam|excluam|tirem|cancelem|retirem_me|descadastrem|vai_se_foder|vai_te_foder|vai_a_merda|vai_pra_puta_que_pariu|vai_tomar_no_cu|vsf|vtnc",
    ),
    (
        "bare_refusal",
        "nao|nop|no|nao_obrigado|nao_obrigada|obrigado_nao|obrigada_nao|sem_interesse|nao_interessado|nao_interessada|nao_tenho_interesse|nao_estou_interessado|nao_estou_interessada|nao_me_interessa|nunca|jamais|spam|golpe|burla|serio|a_serio|e_serio|serio_mesmo|de_novo|outra_vez|de_jeito_nenhum|de_modo_nenhum|nem_pensar|nem_morto|pessoa_errada|numero_errado|bloqueado|bloqueada|denunciado|denunciado_e_bloqueado|bloqueado_e_denunciado|que_chato|chato|aff|af|ai_nao|robo|bot|nao_e_para_mim|dispenso|passo|claro_que_nao|com_certeza_nao|que_saco",
    ),
    (
        "past",
        "disse|escrevi|pedi|avisei|dissemos|pedimos|tinha_escrito|tinha_pedido|tinha_dito|havia_pedido|terceira|quarta",
    ),
    (
        "negation",
        "nao|nem|nunca|sem|jamais|nada|zero|nenhum|nenhuma|n",
    ),
    (
        "courtesy",
        "tenha_um_bom_dia|se_faz_favor|obrigado_pela_compreensao|obrigada_pela_compreensao|obrigado_pela_mensagem|obrigada_pela_mensagem|obrigado_pelo_contato|obrigada_pelo_contato|um_bom_dia|tudo_de_bom|por_favor|muito_obrigado|muito_obrigada|bom_dia|boa_tarde|boa_noite|boa_sorte|bom_trabalho|muito_sucesso|desde_ja|um_abraco|boa_continuacao|porfavor|pf|pfv|sff|obrigado|obrigada|grato|grata|ola|oi|caro|cara|prezado|prezada|senhor|senhora|cumprimentos|atenciosamente|abraco|abracos|ok|ja|desculpe|desculpa|e|entao|agora|imediatamente|valeu|vlw|att|favor|gentileza|pls|plz",
    ),
    (
        "write",
        "escreva*|escrever*|escrevesse*|escrevendo|escrevam|escreve|contacte*|contactar*|contactem|contatar*|contate|contatem|contates|contactasse*|contatasse*|contactando|contatando|mande|mandem|mandes|mandar*|mandasse*|mandando|manda|envie|enviem|envies|enviar*|enviasse*|enviando|envia|incomode*|incomodar*|importune*|importunar*|perturbe*|perturbar*|chateie*|chatear*|chateando|assedie*|assediar*|insista*|insistir*|insistindo|procure|procurem|procurar|procurar_me|aborde*|abordar*|spam*|telefone*|amole*|encha*|encher|lembre|lembrem|lembrar*|persiga*|perseguir*|bombarde*|chame|chamem|chamar|entrar_em_contato|entre_em_contato|entrem_em_contato|entrar_em_contacto|entre_em_contacto|entrem_em_contacto|volte|voltem|voltes|voltar|voltasse*|torne|tornem|tornar|continue|continuem|continuar|fale|falem|falar|fales|falar_me|dirija*|dirigir*|faca_contato|fazer_contato|prospecte*|ofereca*|oferecer*|tente|tentem|tentar|melgue*|melgar|escrevas|escrevais|escreva|chamas|chame*|chama|chames|mandas|ligue|ligues|liguem|ligar|ligas|contacta|contactes|contactar_me|contatar_me|contacta_me|recontacte*|recontactar*|recontate*|procures|procures_me|dirigir|dirija|dirijam|incomodes|importunes|perturbes|insistas|insiste|responda|respondam|respondas|responder|cutuque*|cutucar|perturbem|encha|encham|enchas|encher_o|mensageie|bombardeie*|bombardear|spame*|spamar|satur*|lote|lotem|lotar|abordem|abordes|aborrec*|chateies|chateiem|persigas|marque|marquem|convide|convidem|convidar|enviem_me|mandem_me|escrevam_me|escreverem|contactarem|contatarem|enviarem|mandarem|ligarem|incomodarem|chatearem|insistirem|procurarem|abordarem|voltarem|contactares|escreveres|mandares|ligares|enviares|incomodares|entrar_em|entrem_em|entre_em|entres_em|estabelecer_contacto|tomar_contacto|facam_contato|faca_contacto|torrar|torre|torrem|azucrin*|apoquent*|macem|mace|macar|cobrar|cobre|cobrem|vender_me|me_vender|mandar|vir_atras|venham_atras|venha_atras|bater|bata|comunicar|comunique|comuniquem|comuniques|perguntar|pergunte|perguntem|perguntes",
    ),
    (
        "me",
        "me|nos|mim|a_minha_equipe|a_minha_equipa|a_nossa_equipe|a_nossa_equipa|os_meus_colegas|o_meu_pessoal|nossa_equipa|nossa_equipe|minha_equipa|minha_equipe|nossa_empresa|minha_empresa|meus_colegas|nossos_funcionarios|nossos_colaboradores|nosso_escritorio|nossa_escola|nossa_clinica|ninguem_aqui|ninguem_da|ninguem_do|este_numero|esse_numero|este_endereco|esta_conta|nosso_departamento|minha_caixa|nossos_professores|meu_time|nosso_time|este_email|connosco|conosco|comigo|nos_aqui|ninguem_na|ninguem_cá|ninguem_ca|nossas_enfermeiras|meus_alunos|nossas_professoras|ninguem_daqui|esse_email|esse_contato|este_contacto|minha_familia|meus_funcionarios|meu_linkedin|meu_whatsapp|a_gente|nossa_*|nosso_*|nossos_*|nossas_*",
    ),
    (
        "stop",
        "pare|parem|para|parar|pares|deixe|deixem|deixa|deixar|deixes|cesse|cessem|cessar|suspend*|evite|evitem|evitar|abster|abstenha*|abstenh*|desist*|interromp*|encerr*",
    ),
    (
        "message",
        "mensagem|mensagens|mensagenzinha|email|emails|e_mail|e_mails|mail|mails|contato|contatos|contacto|contactos|comunicacao|comunicacoes|publicidade|propaganda|spam|lembrete|lembretes|ligacoes|ligacao|chamadas|follow_up|follow_ups|convites|convite|ofertas|oferta|newsletter|newsletters|promocoes|inmail|inmails|insistencia|insistencias|tentativas|propostas|proposta|cartas|notificacoes|abordagens|abordagem|avisos|anuncios|campanha|campanhas|envios|sms|whatsapps|dms|informacoes|novidades|prospeccao|divulgacao|solicitacoes|recados|seguimento|seguimentos|msg|recado|mensagenzinhas|correio|correios|emailzinho|zap|zaps|textos|texto|prospeccoes|propagandas|publicidades|spams|comercial|comerciais|marketing|cobranca|cobrancas|insistir|coisas|coisa|vendas|comunicados|correspondencia|lixo|solicitacao|intento|retornos|retorno|tentativa|contacto_futuro|aproximacoes|aproximacao|divulgacoes|novidade|mensagens_de_venda|investidas|inbox|dm|directs|direct|convites_de|conversa_de_vendedor|papo|pedidos_de_conexao|pedido_de_conexao|pedidos_de_ligacao|convites_de_conexao|pedidos_de_contacto|solicitacoes_de_conexao|pedidos",
    ),
    (
        "list",
        "lista|listas|base|bases|crm|campanha|campanhas|mailing|mailings|newsletter|newsletters|contatos|contactos|agenda|difusao|distribuicao|sequencia|sequencias|ficheiro|ficheiros|registo|registos|registro|registros|cadastro|cadastros|sistema|sistemas|arquivos|diretorio|envios|automacao|funil|prospects|disparos|disparo|emails|bd|assinatura|subscricao|prospeccao|envio|marketing|excel|planilha|folha|leads|clientes|mensagens|destinatarios|divulgacao|comunicacao|transmissao|email_marketing|plataforma|automacoes|programa|dados|banco|base_de_dados|banco_de_dados|contatos_comerciais|vendas|seguimento|publicidade|correio|cadencia|programa_de_mailing|ferramenta|ferramentas",
    ),
    (
        "remove",
        "tire|tira|tirem|tirar|tirar_me|remova|remove|removam|remover|remover_me|apague|apaga|apaguem|apagar|exclua|exclui|excluam|excluir|elimine|elimina|eliminem|eliminar|retire|retira|retirem|retirar|risque|risca|risquem|riscar|delete|deleta|deletem|deletar|descadastr*|suprima|suprimam|suprimir|desinscrev*|bloqueie|apagar_me|eliminar_me|retira_me|tira_me|tirem_me|retirem_me|apaga_me|apague_me|apaguem_me|elimine_me|eliminem_me|elimina_me|exclua_me|excluam_me|excluir_me|remova_me|removam_me|limpe|limpem|limpar|desinscreva*|descarte|descartem|destrua|destruam|destruir|cancelem|cancele|esquecam|esqueca|esquece|desconsidere|desconsiderar|desconsiderem|desconsidera",
    ),
    (
        "mine",
        "dados|numero|telefone|telemovel|celular|email|e_mail|endereco|nome|contato|contacto|perfil|informacoes|informacao|ficha|registo|registro|cadastro|contatos|contactos|nossos_dados|dado|info|zap|whatsapp|numeros|telefones|contatinho|morada|moradas|dados_pessoais|historico",
    ),
    (
        "consequence",
        "denunci*|report*|bloque*|bloqui*|advogad*|legal*|legais|cnpd|anpd|procon|linkedin|processo|processar|processo_judicial|queixa*|autoridade*|assedio|policia|tribunal|justica|medidas|juridic*|consequencias|spam|reclama*|juridico|judicial|anatel|suporte|advogada|rh|participar|participo|participacao|deco|bloqueio|gerencia|chefe|queixa|queixas|apresento|recorro|fatura*|cobrar|patrao|superior*|delegacia|livro_de_reclamacoes|direcao|chefia",
    ),
    (
        "month",
        "janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    ),
    (
        "time",
        "{month}|segunda|terca|quarta|quinta|sexta|sabado|sabados|domingo|domingos|semana|semanas|mes|meses|trimestre|semestre|ano|anos|verao|outono|inverno|primavera|ferias|natal|pascoa|carnaval|feriado|feriados|fim_de_semana|fins_de_semana|final_de_semana|q1|q2|q3|q4|hora|horas|dias|dia|noite|manha|tarde|feira|fecho|fechamento|exame|exames|lancamento|regresso|volta|casamento|mudanca|orcamento|licenca",
    ),
    (
        "reminder",
        "lembrete|lembretes|lembrar|lembre|lembrem|seguimento|insistir|insista|insistam|insistencia|toque|follow_up|cobrar|cobranca|tentar|tente",
    ),
    (
        "authority",
        "advogad*|juridico|departamento_juridico|legal|chefe|chefia|superior*|diretor*|director*|gerente|gerencia|direcao|policia|cnpd|anpd|procon|deco|tribunal|juiz|queixa|fatura|processo|livro_de_reclamacoes|patrao|encarregado|ceo|autoridade|anatel|reclame_aqui|anacom|rh|justica|asae",
    ),
    (
        "lastly",
        "proxima_mensagem|proximo_email|proxima_vez|proximo_contacto|proximo_contato|proxima_ligacao|outra_mensagem|outro_email|mais_uma|mais_um|outra_vez|de_novo|novamente|me_voltar_a|voltar_a|voltarem_a|voltares_a|mais_uma_vez|mais_alguma|qualquer_outra|continuar_assim|outro_audio|cada_nova|insistir|insistirem|insistires|quarta_mensagem|terceira_mensagem|quinta_mensagem",
    ),
    (
        "turning",
        "vai|ira|segue|seguira|sera|encaminho|encaminharei|falo|falarei|falar|vou|ligo|ligarei|aviso|avisarei|passo|passarei|envio|enviarei|mando|chega|responde|respondera|responder|resposta|recebera|noticias|informo|informarei|recorro|levo|trata|tratara|sabera|direto|direta|diretamente|copia|contacto|aciono|acionarei|apresento|denuncio|entrego",
    ),
    (
        "bare_removal",
        "apague_os|apaguem_os|apaga_os|elimine_os|eliminem_nos|remova_os|removam_nos|exclua_os|apague_o|apaga_isso|apague_isso|apague_tudo|apaguem_tudo|exclui_isso|apaga",
    ),
];

pub(super) const CHAT: &[(&str, &str)] = &[
    ("qro", "quero"),
    ("n", "nao"),
    ("add", "adicionar"),
    ("ctt", "contato"),
    ("dx", "deixa"),
    ("hj", "hoje"),
    ("msg", "mensagem"),
    ("msgs", "mensagens"),
    ("mto", "muito"),
    ("naum", "nao"),
    ("nd", "nada"),
    ("ngm", "ninguem"),
    ("nn", "nao"),
    ("obg", "obrigado"),
    ("obgd", "obrigado"),
    ("p", "para"),
    ("pf", "por favor"),
    ("pfv", "por favor"),
    ("pfvr", "por favor"),
    ("pls", "por favor"),
    ("plz", "por favor"),
    ("pq", "porque"),
    ("pra", "para"),
    ("pro", "para o"),
    ("q", "que"),
    ("sff", "por favor"),
    ("tb", "tambem"),
    ("tbm", "tambem"),
    ("vc", "voce"),
    ("vcs", "voces"),
    ("vlw", "obrigado"),
];
