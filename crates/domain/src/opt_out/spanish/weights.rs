//! Spanish: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-36, "la"),
    (-35, "?|el"),
    (-20, "#"),
    (-18, "las|si"),
    (-17, "del|hay"),
    (-16, "^ no|cuando"),
    (-15, "bien|en|estoy"),
    (-14, "^ mi|hasta|por"),
    (-13, "al|los|te"),
    (-12, "^ me|antes|de la|yo"),
    (-10, "^ para|estoy de|mandame|mejor|mes|tiempo|todavia|tu"),
    (
        -9,
        "^ el|ahora|bien $|eso|llame|lo|marzo|no hay|nunca|pasa|problema|tengo",
    ),
    (
        -8,
        "^ hay|^ la|error|llamar|manana|no|otra|parada|semana|va",
    ),
    (
        -7,
        "# $|^ ahora|^ nunca|^ perdona|a las|conectar|contrato|el contrato|ella|hablamos|herramienta|la parada|la semana|llames|me llames|nos|perdona|pero|por conectar|preguntas|quite|si $|tengo mas|trabajo|viernes",
    ),
    (
        -6,
        "^ nos|^ yo|ahora no|antes de|bajas|de llamar|diez|en la|escriba a|escribame|escribame en|escribeme|fin de|gracias por|guardan|habia|hasta el|jefa|junio|lunes|mi jefa|no le|no pasa|nuestro|oficina|pasa nada|pasado|precio|presupuesto|problema $|puede|pueden|que nunca|que si|quita|solo|spam|tarde|tiene|una|vemos|ya no",
    ),
    (
        -5,
        "^ su|anadir|ano|charla|cliente|companera|con el|de las|de marzo|de mes|dude|dude en|el #|encantado|enhorabuena|enviar|fin|funciona|mayo|mi companera|no dude|no puedo|no se|no tengo|perfecto|personas|puedo|que la|quiere|soy|todo|vuelta",
    ),
    (
        -4,
        "^ lo|^ mas|^ que|^ quite|adjunto|antes del|asi|baja hasta|buscar|de bajas|del viernes|di|di de|el jueves|el nuevo|en junio|example|example org|fue|hablar|hace|invitacion|invitacion $|jueves|la invitacion|la oficina|las #|legal|lo siento|manana $|marzo $|me di|me llame|me lo|minutos|momento|movil|nos vemos|org|org $|persona|proveedor|quitaran|siento|telefono|tenemos|usar|viernes $",
    ),
    (
        -3,
        "# ?|a mi|apunto|autobus|claro|cliente $|companero|contactar a|contacte con|contrato con|correo si|deje|del lunes|el correo|el presupuesto|funciona $|la vuelta|luego|me apunto|muy|nada $|nadie|ningun|pagina|parte|por aqui|por correo|por telefono|prefiero|programa|quien|si no|sin|su herramienta|todo bien|tus|vuelve|vuelve a",
    ),
    (
        -2,
        "^ a|^ estoy|^ puede|^ puedes|^ quiero|a los|asi que|baja a|de baja|de vacaciones|despues|dia #|dicho|dicho que|el logo|el proyecto|eliminacion|es el|falta|gente|insistir|jueves a|logo|logo de|mal|oficina $|otra vez|pero no|proyecto|puesto|puesto $|responda|telefono $|vacaciones|vacaciones hasta|ver|viene",
    ),
    (
        -1,
        "$|^ deje|^ este|^ nuestra|^ podrian|^ prefiero|ahi|algo|baja|baja ?|boletin|buen|cinco|de que|dejar|dejar de|deje de|del boletin|demas|desde|dia|dos|el lunes|eliminar|equipo|equipo $|es|escriba|escrito|estar|estar en|estoy en|hace falta|la ultima|le pido|llamadas|llevo|mas ?|no estoy|no hace|nombre|nuestros|olvide|para mi|podrian|por escrito|puedes|quitar|recibi|saludo|se me|sobre|solicitudes|solicitudes de|un|un saludo",
    ),
    (
        1,
        "^ deja|a su|comunicaciones|contactarme en|contacte|contacto conmigo|dos veces|en contacto|entrada|escribir a|esta bien|fuera|fuera de|gustaria|he|los dos|mandarme|mande|me gustaria|mi $|no nos|pare|pedi|prefiero no|quiero recibir|tema|veces $|vez ?|voy|ya esta",
    ),
    (
        2,
        "|^ podria|^ se|baja de|borra|borra mi|borren mis|conmigo $|cualquier|datos y|de datos|de mandarme|deja|deja de|dije|el contacto|en el|es la|es un|espero|espero que|falta que|mas de|me escriba|me escribas|mi|nada|nada mas|no contacten|pedido|pido|podria|podrian dejar|que lo|queremos|quiero mas|sacarme|sacarme de|si me|supresion|todos los|ultima|ustedes|veces|ya se",
    ),
    (
        3,
        "^ borren|^ dejame|^ ejerzo|^ un|a contactarme|basta de|colegio|contacte mas|correo $|de esa|de este|de ustedes|dejame|derecho|derecho de|direccion|donde|ejerzo|ejerzo mi|elena|enviarme|envien|es para|esa lista|esta|favor no|le agradeceria|lista de|lista porfa|mandarme mensajes|me|mensaje mas|mi derecho|no envien|no volviera|nuestra|para|paren|pedimos|pero prefiero|por la|puede quitar|que se|respete|respete mi|saquenme de|se lo|sigue|su base|suyos|suyos $|todos|un favor|un mensaje|volviera|volviera a|voy a",
    ),
    (
        4,
        "^ basta|^ borrenme|^ como|^ es|^ gracias|^ hola|^ les|^ ya|a la|bandeja|base de|borre|borrenme|borrenme de|con|con fines|conmigo|contactar $|contactos|datos de|de nuevo|doy de|escribas mas|escribir $|este|este tipo|fines|fines comerciales|hola|le|les|linkedin|los denuncio|mandes|mas por|me contacten|me mandes|mensajes comerciales|ni un|no insista|no lo|no recibir|no voy|ofertas $|para que|perfil|preferiria|preferiria que|prefiero que|que|quiero darme|quitame|solicito la|tipo|ustedes $|venta|volver|volver a|ya $",
    ),
    (
        5,
        "^ cesen|base|basta|borren|cese|comerciales $|contactar|contacten mas|cosas|de enviarme|de escribir|de mis|denuncio $|doy|esa|esta lista|interesa $|lista $|lista ?|mas mensajes|me contacte|me escriban|mi correo|no es|no me|nuevo $|ofertas|personal|publicidad $|que nos|saco|su|toda|tome|vuelvan|vuelvan a",
    ),
    (
        6,
        "ahora ni|aqui|consentimiento|consentimiento $|contactarme|contacto|correos $|darme|darme de|de contactarme|de correo|de escribirme|de esta|de tu|escriban mas|le ruego|me vuelva|ni ahora|no $|no escriban|no gracias|nuestra empresa|publicidad|que insista|quiero que|recibir mas|ruego que|su empresa|vuelvas|vuelvas a",
    ),
    (
        7,
        "^ dejenme|^ eliminen|^ saquenme|agradeceria que|cesen|dejenme|denuncio|eliminen|escribirme|insista $|interes|mensajes $|no deseo|no vuelva|nos contacten|pare $|paz $|porfa $|solicito",
    ),
    (
        8,
        "^ baja|^ dejen|^ por|^ si|a contactar|comerciales|contactarme $|deseo|empresa $|envios $|mi consentimiento|no mas|ruego|saquenme|ser|su lista",
    ),
    (
        9,
        "^ ni|a|agradeceria|de sus|envios|escribirme $|estos|interesa|mas correos|mi numero|otro|porfa|recibir|seguimiento|vez|vuelva",
    ),
    (
        10,
        "^ le|aqui $|empresa|escriban|insista|me interesa|vuelva a",
    ),
    (11, "a escribir|contacten|dejen de|favor $|numero $"),
    (12, "baja $|esto $|mensaje|mensajes|y"),
    (13, "datos $|de su|escribir|gracias|mis|quiero|sus"),
    (14, "gracias $|numero|por favor|ya"),
    (15, "en paz|no quiero|paz|que no"),
    (16, "dejen|mas $|mis datos|ni|que me"),
    (17, "correos|datos|esto"),
    (18, "de|favor|lista"),
    (19, "y no"),
    (24, "mas"),
];
