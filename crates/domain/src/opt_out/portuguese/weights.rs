//! Portuguese: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-38, "o"),
    (-32, "?"),
    (-24, "ate"),
    (-21, "#|em|na"),
    (-19, "so"),
    (-18, "^ a"),
    (-17, "^ nao"),
    (-16, "^ o"),
    (-15, "a|do|esta|muito"),
    (-14, "as|ligue|quando|tudo"),
    (-13, "ainda|antes|nao se|sexta"),
    (-12, "pode"),
    (-11, "agora|bem|das|depois|estou|ligar|mes|parabens"),
    (-10, "conta|contrato|desculpe|falamos|no|nunca"),
    (
        -9,
        "# $|^ nunca|amanha|ha|ler|mas|otimo|paragem|sem|semana|sim|temos|tenho mais|tudo bem",
    ),
    (-8, "bora|da|desculpa|para a|parei|pelo|telefone"),
    (
        -7,
        "^ pode|da $|de enviar|dia #|ferramenta|hesite|hesite em|junho|mande|me ligue|nao hesite|novo|o contrato|orcamento|otimo $|por telefone|sair da|si|spam|tempo|trabalho",
    ),
    (
        -6,
        "antes de|assinatura|bem $|cliente|como|de ligar|disso|e mail|ele|enviar|escreva|escritorio|espera|esqueci|esqueci de|falar|ja nao|lhe|mail|mande me|marco|me a|na segunda|nada $|obrigado pela|ontem|parei de|pela|pessoas|segunda|sexta $|tinha|tratam|vamos",
    ),
    (
        -5,
        "^ ate|^ deixei|^ disseram|^ para|^ quanto|a paragem|antigo|chefe|coisa ?|consigo|convite|de marco|deixei|depois das|dia|disse que|disseram|ela|em contactar|em junho|erro|estou de|eu|fale|fim|mesmo|nao consigo|nao sei|para ser|passar|pedir desculpa|problema|proposta|quanto|quarta|quinta|reuniao|sei|seu|suas|telefone $|usar",
    ),
    (
        -4,
        "$|^ agora|^ este|^ falamos|^ manda|acontece|amanha $|antiga|as pessoas|autocarro|casa|certo|cliente $|coisa|colega|connosco|connosco $|de sexta|depois do|desculpe o|dez|duvidas|emprego|entao|entrega|esta semana|example|example org|ferias|isso ?|ligue antes|mandar|me em|me na|melhor|minha|mudei|mudei de|nao ha|o orcamento|o seu|org|org $|pagina|papel|para o|paragem do|parar|por e|posso|pronto|pronto $|proxima|que eu|quem|so nao|texto|tirar o|tire|trata|tres|vi|vossa ferramenta",
    ),
    (
        -3,
        "# de|^ desculpe|^ quem|agora nao|ate #|ate dia|autocarro fica|baixa|conseguem|contactar me|contrato com|da lista|de baixa|de ferias|de novo|disse|do autocarro|em frente|enviar o|este ano|faz|fechamos|ferias ate|fica|fica mesmo|frente|hoje|ideia|juridico|la|logo|logo da|mande o|minha colega|nessa|nosso|o logo|parar de|por escrito|porta|prefiro|quer|seria|slide|tarde|tem|tire o",
    ),
    (
        -2,
        "^ estou|^ prefiro|^ recebi|^ sem|a lista|abraco|alguma|apagar|caso|caso de|claro|contacte|dados ?|de urgencia|dois|dou|e o|em caso|escrito|escritorio $|fora|nao|nao da|nunca mais|para parar|pedido|pedidos de|podem|por|qual|que a|recebi|respondo|tenho|urgencia|voce",
    ),
    (
        -1,
        "^ esquece|^ esta|^ mais|^ ok|^ posso|^ voces|ano|automatica|chamadas|chame|com o|contactar $|continuar|correio|deixe de|disso $|duas|e a|em marco|envie|escreve|foi|fora da|manda|me $|nada|nao mande|ninguem|nos|nos $|o que|responda|responde|saber|saio|sao|sobre|sou|te",
    ),
    (
        1,
        "^ eu|^ obrigada|^ os|agradeco|apague o|boa|bom|contactem|dados para|de dados|deixar de|esqueca o|esquece|esse|esta no|estar|faca|fornecedores|gente|leve|mais de|mande mais|me contactar|me mandar|mim|nao estou|para mim|para nao|perguntar|perguntar $|podemos|preciso|queria|remover|se|segunda $|ser contactada|sistema|tira|tira dessa|volta",
    ),
    (
        2,
        "^ como|^ obrigado|a exclusao|apaguem os|comigo|contactada|conversa|da lgpd|de|deixar|desde|duas vezes|e preciso|errado|escrevesse|exclusao|insistir|interessa|lista $|mal|me ao|me escrevesse|mensagens por|nao sou|nenhum|nenhuma|nos termos|ok|para sair|pedir|pode tirar|precisa|remocao|termos|termos da|tipo|tirar|vezes",
    ),
    (
        3,
        "|^ agradeco|^ boa|^ gostaria|^ oponho|^ poderia|^ remova|a eliminacao|a escrever|a inscricao|a vossa|com|contacte mais|descadastra|eliminacao|email|escola|escola $|esqueca|gostaria|lembrete|lgpd|lgpd solicito|linkedin|lista por|mail $|mandem|mas nao|me deixem|me escreva|me interessa|me procure|me tira|mensagem e|nao tenho|nao vou|nome|obrigada|parem com|peco que|pedimos que|prefiro nao|procure|quero que|remova|ser mais|sua|tambem|um|um favor|uso dos|vezes $|vosso",
    ),
    (
        4,
        "^ apaguem|^ favor|^ pedimos|^ quero|aceitamos|aos|base de|com a|comunicacao|contactado|contactados|contato $|de nao|de onde|deixa em|denuncio|desta|deste|e eu|encher|endereco|entrada|envios $|escreva mais|escrevam|escrevam mais|essas|favor nao|ficheiros $|fins|fins comerciais|helena|ja disse|linkedin $|mais nada|mais por|mas prefiro|me contacte|me deixa|me tirar|mensagem $|meu contato|mim $|nada de|nao aceitamos|nao receber|nao ser|oponho|oponho me|outro $|para aqui|para fins|pare de|pedimos|poderia|preferia que|propostas|publicidade|publicidade $|queremos ser|quero mais|sair $|se de|seja|ser contactado|solicito a|sua lista|tire me|tirou|vez $|voces $|voltar|voltar a|vossa lista|vou",
    ),
    (
        5,
        "^ agradecia|^ esqueca|^ por|^ respeite|^ tirem|a nossa|a ser|abstenha|agora nem|agradecia que|caixa de|comerciais $|daqui|de entrada|dos vossos|ficheiros|funcionarios|gentileza|isso|lista ?|lista de|mais e|manda mais|me enviar|me volte|nao escrevam|nao obrigado|nem agora|nem no|nossa empresa|os seus|outra vez|outro|pare|por aqui|preferia|que me|que se|queixa|respeite|retire|ultima mensagem|vossa base|vossa empresa",
    ),
    (
        6,
        "^ ja|^ oi|^ ola|a contactar|agradecia|apaguem|clinica|comigo $|de e|de escrever|de prospeccao|de voces|e|empresa|empresa $|este|inscricao|mails $|mais uma|mensagens $|nao me|nao volte|obrigada $|oi|ola|onde|para de|peco|pedir que|retirem|sair|seus|toda|toda a|todos|todos os|ultima|uma mensagem|volte|volte a|voltem|voltem a|vossos",
    ),
    (
        7,
        "^ apague|^ descadastrar|^ parem|^ solicito|^ vai|a ultima|aqui|aqui $|como faco|contacto|contactos|dai|dessa|dessa lista|do vosso|dos meus|insista|interesse $|isto $|ja|mais mensagens|nao insista|nem nunca|novamente|novamente $|nunca $|obrigado|pare $|perfil|tirem|uso|vendas",
    ),
    (
        8,
        "^ chega|^ deixem|^ me|^ nem|^ pare|^ peco|^ sair|^ se|base|caixa|cancelar|cessem|comerciais|contato|da vossa|descadastrar $|faco|me escrever|nao $|nao e|nao queremos|nossa|outra|para|qualquer|que|queremos|seguimento",
    ),
    (
        9,
        "chega de|descadastrar|envios|escrever $|faco para|isso $|me da|meu numero|nao desejo|os meus|parem de|paz $|prospeccao|que nao|receber",
    ),
    (
        10,
        "apague|consentimento|dados $|desejo|numero $|os|parem|receber mais|solicito|vai",
    ),
    (11, "da sua|deixem|escrever|vez"),
    (12, "dos|favor $|isto|lista|mais $|obrigado $|vossa"),
    (
        13,
        "chega|dados|em paz|interesse|me|nao quero|paz|por favor|tenho interesse",
    ),
    (14, "mensagem|numero|o meu|ser"),
    (15, "e mails|mails|mensagens|meus dados"),
    (16, "quero"),
    (17, "e nao|meus"),
    (19, "de me"),
    (22, "favor|nem"),
    (24, "meu"),
    (26, "mais"),
];
