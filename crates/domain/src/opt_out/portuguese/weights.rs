//! Portuguese: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-37, "o"),
    (-32, "?"),
    (-22, "ate"),
    (-21, "#"),
    (-20, "em|na"),
    (-18, "^ a|^ nao|so"),
    (-15, "^ o|a|muito"),
    (-14, "ainda|ligue|quando|tudo"),
    (-13, "antes|do|esta|sexta"),
    (-12, "as|nao se|pode"),
    (-11, "bem|ligar|mes|parabens"),
    (-10, "agora|conta|depois|desculpe|estou|falamos|nunca"),
    (
        -9,
        "# $|^ nunca|amanha|contrato|das|ha|ler|mas|no|otimo|paragem|semana|sim|telefone|temos|tudo bem",
    ),
    (
        -8,
        "bora|da|desculpa|dia #|para a|parei|pelo|sem|tenho mais",
    ),
    (
        -7,
        "^ pode|da $|de enviar|ferramenta|fica|hesite|hesite em|me ligue|nao hesite|o contrato|obrigado pela|ontem|orcamento|por telefone|sair da|si|spam|tempo|tinha|trabalho",
    ),
    (
        -6,
        "^ para|antes de|assinatura|bem $|cliente|de ligar|dia|e mail|enviar|escritorio|espera|estou de|eu|ja nao|junho|lhe|mail|mande|marco|na segunda|nada $|novo|otimo $|parei de|pela|pessoas|sexta $",
    ),
    (
        -5,
        "^ deixei|^ disseram|^ quanto|a paragem|chefe|coisa ?|colega|consigo|convite|de marco|deixei|disse que|disseram|disso|ela|em contactar|em junho|erro|escreva|esqueci|esqueci de|falar|fale|fim|mande me|me a|mesmo|nao consigo|nao sei|passar|pedir desculpa|problema|proposta|quanto|quarta|quinta|reuniao|segunda|sei|suas|telefone $|trata|usar|vamos",
    ),
    (
        -4,
        "$|^ agora|^ este|^ falamos|^ manda|acontece|amanha $|antiga|as pessoas|autocarro|casa|certo|cliente $|como|connosco|connosco $|de sexta|depois do|dez|duvidas|enviar o|esta semana|example|example org|ferias|ligue antes|mandar|me em|me na|melhor|mudei|mudei de|nao ha|o orcamento|o seu|org|org $|pagina|papel|paragem do|parar|por e|posso|pronto|pronto $|proxima|que eu|seu|so nao|tem|texto|tirar o|vi|vossa ferramenta",
    ),
    (
        -3,
        "# de|^ quem|^ recebi|agora nao|antigo|apagar|ate #|ate dia|autocarro fica|baixa|claro|coisa|conseguem|contactar me|contrato com|da lista|de baixa|de ferias|de novo|disse|do autocarro|em frente|escrito|este ano|faz|ferias ate|fica mesmo|frente|hoje|ideia|isso ?|juridico|la|logo|logo da|minha|minha colega|nessa|nos|nosso|o logo|para o|para ser|parar de|por escrito|prefiro|quer|seria|slide|tarde|tire|tres",
    ),
    (
        -2,
        "^ desculpe|^ estou|^ mais|^ sem|a lista|abraco|caso|caso de|contacte|dados ?|de urgencia|dois|dou|duas|e o|em caso|escreve|escritorio $|fora|nao da|nunca mais|para parar|pedido|pedidos de|podem|por|qual|que a|quem|recebi|responda|urgencia",
    ),
    (
        -1,
        "^ e|^ esta|^ nada|^ ok|^ posso|^ prefiro|^ voces|alguma|ano|automatica|chamadas|chame|com o|contactar $|correio|deixe|e a|envie|fechamos|foi|fora da|me $|nada|nao|nao mande|nao precisa|nos $|o que|pedidos|pode me|responde|respondo|saber|saio|sao|se me|sobre|sou|te|tenho|voce",
    ),
    (
        1,
        "^ eu|^ obrigada|agradeco|boa|bom|cancelar a|comigo|contactem|de dados|deixar de|esqueca o|esse|faca|fornecedores|gente|leve|mais de|me contactar|me mandar|mim|nao estou|nenhuma|nossos|para mim|peco que|perguntar|perguntar $|podemos|precisa|preciso|projeto|remover|ser contactada|sistema|tira|voces|volta",
    ),
    (
        2,
        "^ obrigado|^ os|^ quero|apaguem os|contactada|conversa|de|desde|duas vezes|e preciso|errado|escola $|esquece|insistir|lista $|mal|mande mais|mensagens por|nao sou|nenhum|ok|para sair|pedir|pode tirar|remocao|se|sua|tipo|tira dessa|tirar|vezes",
    ),
    (
        3,
        "|^ agradeco|^ boa|^ como|^ gostaria|^ poderia|^ remova|a eliminacao|a escrever|a exclusao|a inscricao|a vossa|com|contacte mais|da lgpd|dos vossos|eliminacao|email|escola|escrevesse|esqueca|exclusao|gostaria|lembrete|lgpd solicito|linkedin|lista por|mail $|mas nao|me deixem|me escrevesse|me procure|me tira|nao tenho|nome|nos termos|obrigada|onde|parem com|prefiro nao|procure|quero que|remova|ser mais|tambem|termos|termos da|um|um favor|vezes $|vosso",
    ),
    (
        4,
        "^ apaguem|^ favor|^ pedimos|a ser|aceitamos|aos|base de|com a|comunicacao|contactado|contactados|contato $|de nao|de onde|deixa em|deixar|denuncio|descadastra|desta|deste|encher|entrada|escrevam|escrevam mais|ficheiros|fins|fins comerciais|helena|isso|ja disse|lgpd|linkedin $|mais e|mais nada|mais por|mandem|mas prefiro|me contacte|me deixa|me enviar|me escreva|me tirar|mensagem $|meu contato|mim $|nada de|nao aceitamos|nao receber|nao ser|nao vou|oponho|oponho me|outro $|para aqui|para fins|pare de|pedimos que|poderia|preferia que|propostas|queremos ser|quero mais|sair|se de|ser contactado|solicito a|sua lista|tire me|tirou|vez $|voces $|voltar|voltar a|vossa lista|vou",
    ),
    (
        5,
        "^ agradecia|^ esqueca|^ ja|^ oi|^ respeite|a nossa|abstenha|agora nem|agradecia que|caixa de|comerciais $|comigo $|daqui|de entrada|endereco|envios $|escreva mais|essas|favor nao|gentileza|lista ?|lista de|mais uma|manda mais|me volte|nao escrevam|nao obrigado|nem agora|nossa empresa|oi|os seus|outro|peco|pedimos|por aqui|preferia|publicidade|que me|que se|queixa|respeite|seja|uma mensagem|voltem|voltem a|vossa base|vossos",
    ),
    (
        6,
        "^ ola|^ por|^ tirem|a contactar|agradecia|apaguem|cancelar|clinica|contacto|de e|de escrever|de prospeccao|de voces|empresa $|este|insista|ja|mails $|mensagens $|nao insista|nao me|nao queremos|nao volte|nem no|obrigada $|ola|outra vez|para de|pare|que|retire|retirem|sair $|toda|toda a|todos|todos os|uso|volte|volte a|vossa empresa",
    ),
    (
        7,
        "^ apague|^ descadastrar|^ pare|^ peco|^ solicito|aqui|aqui $|como faco|contactos|dai|dessa|dessa lista|do vosso|dos meus|empresa|inscricao|interesse $|isto $|mais mensagens|nao e|nem nunca|novamente|novamente $|nunca $|obrigado|pare $|pedir que|perfil|queremos|receber|seus|tirem|vendas",
    ),
    (
        8,
        "^ deixem|^ me|^ nem|^ parem|^ se|^ vai|a ultima|base|caixa|cessem|comerciais|contato|da vossa|descadastrar $|e|escrever $|faco|isso $|nao $|nao desejo|nossa|os meus|outra|qualquer|receber mais|seguimento|ultima",
    ),
    (
        9,
        "^ chega|chega de|descadastrar|envios|faco para|me da|me escrever|meu numero|os|para|parem|parem de|paz $|prospeccao|que nao",
    ),
    (
        10,
        "apague|consentimento|da sua|dados $|desejo|dos|escrever|numero $|solicito|vai",
    ),
    (11, "deixem|mais $|vez"),
    (12, "favor $|isto|lista|o meu|vossa"),
    (
        13,
        "dados|em paz|interesse|me|obrigado $|paz|tenho interesse",
    ),
    (14, "chega|nao quero|numero|por favor"),
    (15, "e mails|mails|mensagem|mensagens|meus dados|quero|ser"),
    (16, "meus"),
    (17, "e nao"),
    (20, "de me"),
    (22, "favor|nem"),
    (23, "meu"),
    (24, "mais"),
];
