//! Portuguese: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-37, "o"),
    (-32, "?"),
    (-23, "ate"),
    (-21, "em"),
    (-20, "#|^ nao"),
    (-19, "na|so"),
    (-17, "^ a"),
    (-16, "a"),
    (-15, "^ o|muito"),
    (-14, "esta|sexta|tudo"),
    (-13, "ainda|do"),
    (-12, "antes|as|nao se|parabens|quando"),
    (-11, "ligar|ligue|mes|pode"),
    (-10, "^ nunca|amanha|bem|conta|falamos"),
    (
        -9,
        "agora|contrato|desculpe|estou|ha|ler|mas|no|nunca|otimo|paragem|semana|telefone|tenho mais|tudo bem",
    ),
    (-8, "bora|da|desculpa|para a|si|sim|temos|tempo"),
    (
        -7,
        "# $|^ para|da $|de enviar|depois|dia #|fica|hesite|hesite em|mande|nao hesite|por telefone|sair da|sem|tinha",
    ),
    (
        -6,
        "^ pode|assinatura|bem $|consigo|das|de ligar|escreva|espera|ja nao|junho|lhe|marco|me ligue|na segunda|nada $|nao consigo|nao sei|o contrato|orcamento|otimo $|pelo|pessoas|sei|seu|sexta $|spam|trabalho|vamos",
    ),
    (
        -5,
        "^ disseram|^ quanto|a paragem|antes de|chefe|cliente|coisa ?|colega|como|convite|de marco|dia|disse que|disseram|disso|ela|em contactar|erro|escritorio|estou de|eu|falar|fale|ferramenta|fim|mande me|me a|mesmo|nos|o seu|pedir desculpa|problema|proposta|quanto|quarta|reuniao|segunda|so nao|suas|telefone $|trata",
    ),
    (
        -4,
        "$|^ deixei|^ este|^ falamos|^ manda|amanha $|autocarro|casa|certo|coisa|connosco|connosco $|conseguem|deixei|dez|duvidas|em junho|enviar|enviar o|esta semana|example|example org|ferias|me em|me na|melhor|minha|minha colega|mudei|mudei de|nao ha|o orcamento|ontem|org|org $|papel|paragem do|pela|por e|posso|pronto|pronto $|proxima|quinta|seria|tem|texto|tirar o|vi|vossa ferramenta",
    ),
    (
        -3,
        "# de|^ agora|^ estou|^ quem|^ recebi|ano|antigo|ate #|ate dia|autocarro fica|baixa|contactar me|contrato com|da lista|de baixa|disse|do autocarro|dois|e mail|em frente|escrito|este ano|fica mesmo|frente|hoje|ideia|isso ?|juridico|la|mail|mandar|nessa|novo|obrigado pela|pagina|para ser|por|por escrito|prefiro|quem|quer|slide|tarde|tenho",
    ),
    (
        -2,
        "^ desculpe|^ mais|^ sem|a minha|abraco|dados ?|dou|e a|e o|escritorio $|fora|logo|nao da|nosso|nunca mais|para o|para parar|parar|pedido|pedidos de|pode me|qual|que a|recebi|responda|respondo|tres",
    ),
    (
        -1,
        "^ esta|^ nada|^ ok|^ posso|^ prefiro|^ voces|agora nao|alguma|automatica|chamadas|chame|claro|com o|contactar|contactar $|contacte|correio|deixe|duas|envie|escreve|fechamos|foi|fora da|me $|me mande|nada|nao mande|parar de|pedi|que eu|saber|saber mais|sao|seu sistema|sobre|sou|te|uma",
    ),
    (
        1,
        "^ em|^ eu|^ os|apague o|cancelar a|comigo|contactem|de dados|deixar de|esqueca o|esse|gente|isso|leve|mais de|me contactar|mim|nao estou|no linkedin|peco que|perguntar|perguntar $|pode tirar|podemos|preciso|projeto|remover|responder|ser contactada|tambem|tira|tirar|voces",
    ),
    (
        2,
        "^ boa|^ como|^ e|^ quero|agradeco|boa|cinco|com|contactada|conversa|desde|e preciso|errado|lista $|mal|mensagens por|nao sou|nao tenho|nenhum|nenhuma|obrigada|ok|onde|para sair|pedir|precisa|remocao|tipo|tira dessa|vezes|volta",
    ),
    (
        3,
        "|^ agradeco|^ apaguem|^ poderia|^ por|^ remova|^ tire|a eliminacao|a escrever|a inscricao|a vossa|com a|contacte mais|da lgpd|de|dos vossos|duas vezes|eliminacao|escrevesse|esqueca|ficheiros|insistir|lembrete|lgpd|linkedin|mail $|mas nao|me deixem|me escrevesse|me procure|me tira|nao receber|nome|nos termos|parem com|poderia|prefiro nao|procure|quero que|remova|se|ser mais|termos|termos da|um|vez $|vezes $|vosso|vou",
    ),
    (
        4,
        "^ agradecia|^ favor|^ gostaria|^ obrigado|^ pedimos|aceitamos|agradecia que|aos|base de|contactado|daqui|de e|de nao|deixa em|deixar|denuncio|deste|email|encher|entrada|escola|escreva mais|escrevam|escrevam mais|essas|favor nao|fins|fins comerciais|gostaria|ja disse|linkedin $|lista por|mais e|mais nada|mandem|me contacte|me deixa|me enviar|me escreva|mensagem $|meu contato|mim $|nada de|nao aceitamos|nao ser|nao vou|oponho|oponho me|outro $|para aqui|para fins|pare de|pedimos que|preferia que|propostas|publicidade|quero mais|sair|se de|ser contactado|solicito a|sua|tire me|voces $|voltar|voltar a|vossa base|vossa lista",
    ),
    (
        5,
        "^ esqueca|^ oi|^ ola|^ respeite|^ tirem|a ser|abstenha|agora nem|agradecia|caixa de|comerciais $|comigo $|comunicacao|contactados|de entrada|endereco|envios $|gentileza|helena|isso $|ja|lista ?|lista de|mais por|mais uma|me volte|nao escrevam|nao me|nem agora|nem no|nossa empresa|oi|ola|os seus|outro|pare|peco|pedimos|por aqui|que se|queixa|queremos ser|receber|receber mais|respeite|retirem|seja|sua lista|uma mensagem|voltem|voltem a|vossos",
    ),
    (
        6,
        "^ apague|^ deixem|^ ja|a contactar|a nossa|apaguem|base|cancelar|cessem|clinica|contacto|contato|de prospeccao|de voces|descadastrar $|dessa|dessa lista|do vosso|dos meus|empresa $|este|interesse $|mails $|mais mensagens|manda mais|nao queremos|nao volte|obrigada $|outra vez|para de|pedir que|preferia|prospeccao|que me|queremos|retire|sair $|toda|toda a|uso|volte|volte a|vossa empresa",
    ),
    (
        7,
        "^ me|^ pare|^ se|^ solicito|^ vai|aqui $|caixa|como faco|contactos|da vossa|dai|de escrever|empresa|escrever $|inscricao|isto $|mensagens $|nao e|nem nunca|novamente|novamente $|nunca $|pare $|perfil|que|seus|tirem|todos|todos os|ultima|vendas",
    ),
    (
        8,
        "^ chega|^ nem|^ parem|^ peco|a ultima|aqui|chega de|comerciais|descadastrar|e|me escrever|nao $|nao desejo|numero $|obrigado|os|os meus|outra|qualquer|que nao|seguimento",
    ),
    (
        9,
        "deixem|envios|escrever|faco|faco para|me da|nossa|para|parem|parem de|solicito",
    ),
    (
        10,
        "apague|consentimento|da sua|dados $|desejo|dos|meu numero|paz $|vai|vez",
    ),
    (11, "em paz|mais $|paz|tenho interesse"),
    (12, "interesse|lista|me|obrigado $|por favor|vossa"),
    (13, "chega|dados|e mails|favor $|isto|mails|o meu"),
    (14, "e nao|mensagens|meus dados|nao quero|numero|ser"),
    (15, "mensagem"),
    (16, "meus"),
    (17, "quero"),
    (18, "de me"),
    (20, "favor"),
    (22, "nem"),
    (23, "meu"),
    (25, "mais"),
];
