//! Spanish: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-36, "el"),
    (-35, "?"),
    (-33, "la"),
    (-19, "#"),
    (-18, "^ no|del"),
    (-17, "hay|si"),
    (-16, "estoy"),
    (-15, "bien|las"),
    (-14, "en"),
    (-13, "^ mi|cuando|de la|hasta|por|te"),
    (-12, "^ me|yo"),
    (-11, "al|antes|los|mandame"),
    (
        -10,
        "^ para|eso|estoy de|lo|mejor|mes|problema|tiempo|todavia|tu",
    ),
    (-9, "^ el|bien $|no hay|nos|tengo"),
    (
        -8,
        "^ la|^ nunca|ahora|ano|error|llamar|manana|marzo|no|nunca|parada|pasa|semana|si $|trabajo|va",
    ),
    (
        -7,
        "^ hay|^ perdona|a las|contrato|el contrato|ella|hablamos|la parada|la semana|llame|llames|me llames|otra|perdona|solo|tengo mas|una|viernes|ya no",
    ),
    (
        -6,
        "^ ahora|^ nos|^ yo|bajas|de llamar|el #|en la|escriba a|escribame|escribame en|escribeme|fin de|guardan|habia|hasta el|jefa|junio|mi jefa|no le|no pasa|no se|nuestro|oficina|pasa nada|pero|personas|preguntas|problema $|puedo|que si|quita|tarde|todo|vemos",
    ),
    (
        -5,
        "a mi|ahora no|antes del|companera|con el|de marzo|de mes|diez|dude|dude en|en junio|encantado|enhorabuena|fin|funciona|herramienta|lunes|manana $|mayo|mi companera|movil|no dude|no puedo|perfecto|precio|presupuesto|pueden|que la|quiere|soy|tiene|viene|vuelta",
    ),
    (
        -4,
        "# $|^ lo|^ mas|^ que|^ su|adjunto|asi|baja hasta|cliente|de bajas|del viernes|di|di de|el nuevo|example|example org|fue|gracias por|invitacion|invitacion $|la invitacion|las #|legal|lo siento|luego|marzo $|me di|me lo|minutos|no tengo|nos vemos|org|org $|persona|proveedor|que viene|quitaran|quite|siento|telefono|viernes $",
    ),
    (
        -3,
        "# ?|autobus|companero|contactar a|contrato con|correo si|de baja|dicho|dicho que|el correo|el jueves|el presupuesto|enviar|funciona $|hace|jueves|la oficina|la vuelta|me llame|muy|nada $|ningun|pagina|parte|por correo|por telefono|prefiero|programa|quien|si no|todo bien|tus|vuelve|vuelve a",
    ),
    (
        -2,
        "^ a|^ estoy|^ puede|^ puedes|^ quiero|^ quite|algo|baja a|correo|demas|dos|el proyecto|eliminacion|es el|escriba|falta|gente|jueves a|mal|nadie|oficina $|pero no|por aqui|proyecto|puede|puesto|puesto $|responda|sobre|su herramienta|telefono $|vacaciones|ver",
    ),
    (
        -1,
        "^ buenas|^ este|^ nuestra|^ podrian|^ prefiero|a los|ahi|asi que|boletin|buenas|claro|como|de que|del boletin|desde|dia|eliminar|equipo|equipo $|estar|estar en|estoy en|insistir|la ultima|le pido|llamadas|mas ?|no estoy|nombre|olvide|para mi|podrian|puedes|quitar|recibi|saber|saludo|sin|solicitudes|solicitudes de|un saludo",
    ),
    (
        1,
        "^ sin|a su|comunicaciones|contactarme en|contacto conmigo|de datos|deja|deja de|dejar|dejar de|dos veces|en contacto|entrada|escribir a|esta|esta bien|fuera|fuera de|gustaria|he|mande|me gustaria|nuestros|parar|podrian dejar|quiero recibir|sacarme|sacarme de|si me|tema|veces $|ya esta",
    ),
    (
        2,
        "|^ podria|^ se|baja de|borra|borra mi|borren mis|conmigo $|contacte|cualquier|datos y|de mandarme|despues|dije|donde|el contacto|es un|espero|espero que|falta que|la lista|les|mas de|me escriba|me escribas|nada|no contacten|pedido|pido|podria|queremos|quiero mas|se|supresion|todos los|ultima|ustedes|veces|voy",
    ),
    (
        3,
        "^ borren|^ les|^ un|a contactarme|a la|basta de|borre|contacte mas|correo $|datos de|de esa|de este|de ustedes|en el|enviarme|envien|es|esa lista|favor no|le agradeceria|lista de|lista porfa|mandarme mensajes|mensajes comerciales|mi|nada mas|no envien|no gracias|no recibir|no volviera|nuestra|pare|paren|por la|puede quitar|que lo|respete|respete mi|saquenme de|se lo|sigue|solicito la|su base|suyos|suyos $|todos|volviera|volviera a",
    ),
    (
        4,
        "^ basta|^ borrenme|^ como|^ dejame|^ es|^ gracias|^ hola|base|base de|borrenme|borrenme de|colegio|comerciales $|con|con fines|conmigo|contactar $|darme|darme de|de correo|de enviarme|de nuevo|dejame|direccion|doy de|escribas mas|escribir $|este|este tipo|fines|fines comerciales|hola|interesa $|linkedin|mandes|mas por|me|me contacten|me mandes|mensaje mas|ni un|no me|ofertas $|para|pedimos|perfil|que|quiero darme|quitame|tipo|un mensaje|ustedes $|venta|volver|volver a|voy a|ya se",
    ),
    (
        5,
        "basta|borren|cese|contactar|contacto|cosas|de escribir|de escribirme|de mis|denuncio $|doy|esa|lista $|mas mensajes|me contacte|me escriban|mi correo|no es|no lo|no voy|nos contacten|para que|preferiria|preferiria que|prefiero que|publicidad $|que nos|que se|recibir mas|ruego que|toda|tome|vuelvan|vuelvan a",
    ),
    (
        6,
        "^ dejen|^ eliminen|^ ya|agradeceria que|ahora ni|aqui|cesen|consentimiento|consentimiento $|contacten mas|contactos|correos $|de contactarme|de tu|denuncio|escriban mas|escribirme|insista $|le ruego|me vuelva|ni ahora|no $|nuestra empresa|nuevo $|ofertas|publicidad|que insista|quiero que|solicito|su empresa|vuelvas|vuelvas a",
    ),
    (
        7,
        "^ dejenme|^ saquenme|a|agradeceria|comerciales|contactarme|contactarme $|dejenme|eliminen|empresa $|interes|le|mas correos|mensajes $|no deseo|no escriban|no mas|no vuelva|pare $|paz $|porfa $|su",
    ),
    (
        8,
        "^ baja|a contactar|deseo|envios $|escribirme $|interesa|mi consentimiento|numero $|otro|recibir|ruego|saquenme|ser|su lista",
    ),
    (
        9,
        "^ ni|^ por|^ si|de sus|empresa|esto $|estos|insista|me interesa|mi numero|porfa|seguimiento|vuelva",
    ),
    (
        10,
        "aqui $|contacten|dejen de|envios|escriban|mensajes|vez|vuelva a|y",
    ),
    (11, "a escribir|baja $|favor $|gracias|por favor"),
    (12, "datos $|de su|mensaje"),
    (13, "^ le|escribir|gracias $|mis|sus"),
    (14, "dejen|en paz|numero|paz|que no"),
    (15, "esto|favor|mas $|ni|no quiero|quiero"),
    (16, "datos|mis datos|que me|ya"),
    (18, "correos|lista|y no"),
    (20, "de"),
    (24, "mas"),
];
