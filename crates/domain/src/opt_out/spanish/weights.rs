//! Spanish: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-38, "el"),
    (-35, "?|la"),
    (-20, "#"),
    (-19, "las|si"),
    (-18, "del"),
    (-17, "hay"),
    (-16, "cuando|en|estoy|hasta"),
    (-15, "^ no|bien"),
    (-14, "^ mi|por"),
    (-13, "^ me|de la|te"),
    (-12, "al|los|yo"),
    (-11, "antes|mandame"),
    (
        -10,
        "^ el|^ para|ahora|estoy de|llame|mes|nunca|tiempo|todavia",
    ),
    (
        -9,
        "a las|bien $|eso|lo|mejor|no|no hay|pasa|problema|tengo|trabajo|tu",
    ),
    (
        -8,
        "^ la|contrato|de las|el contrato|error|llamar|manana|marzo|otra|parada|semana|tarde|tengo mas|va",
    ),
    (
        -7,
        "^ ahora|^ hay|^ nunca|^ perdona|conectar|ella|hablamos|hasta el|herramienta|junio|la parada|la semana|llames|lunes|me llames|nos|perdona|pero|por conectar|preguntas|quite|si $|solo|viernes",
    ),
    (
        -6,
        "# $|^ nos|^ yo|ahora no|asi|bajas|de llamar|diez|el #|en la|escriba a|escribame|escribame en|fin de|gracias por|guardan|habia|jefa|mi jefa|no le|no pasa|no se|nuestro|oficina|pasa nada|pidio|pidio que|precio|presupuesto|problema $|puede|pueden|quiere|quita|tiene|vemos|ya no",
    ),
    (
        -5,
        "anadir|ano|antes de|cerramos|charla|companera|con el|de marzo|de mes|dude|dude en|en junio|encantado|enhorabuena|enviar|escribeme|fin|funciona|hasta que|manana $|mayo|mi companera|movil|no dude|no puedo|no tengo|pasado|perfecto|personas|puedo|que la|que nunca|que si|soy|spam|todo|una|vuelta",
    ),
    (
        -4,
        "^ lo|^ mas|^ que|^ su|antes del|asi que|autobus|baja hasta|buscar|cliente|companero|de bajas|del viernes|di|di de|el jueves|el nuevo|en papel|example|example org|fue|hablar|hace|invitacion|invitacion $|jueves|la invitacion|la oficina|las #|legal|llego|lo siento|marzo $|me di|me llame|me lo|minutos|momento|nos vemos|org|org $|papel|persona|proveedor|quitaran|siento|telefono|tenemos|usar|viernes $",
    ),
    (
        -3,
        "# ?|^ quite|a mi|adjunto|antigua|apunto|claro|cliente $|como|contacte con|contrato con|correo si|datos ?|deje|del lunes|el correo|el presupuesto|el proyecto|funciona $|justo|la nueva|la vuelta|luego|me apunto|muy|nada $|nadie|ningun|nueva|pagina|parte|por correo|por telefono|prefiero|programa|proyecto|quien|quite el|responda|si no|sin|su herramienta|todo bien|tres|tus|vuelve|vuelve a",
    ),
    (
        -2,
        "^ a|^ deje|^ estoy|^ prefiero|^ puede|a los|algo|baja a|contactar a|de vacaciones|despues|dia #|dicho|dicho que|el logo|el lunes|eliminacion|es|es el|estoy en|falta|gente|insistir|jueves a|logo|logo de|mande el|oficina $|olvide|otra vez|pero no|por aqui|puesto|puesto $|se|sobre|telefono $|vacaciones|vacaciones hasta|ver|viene",
    ),
    (
        -1,
        "^ este|^ nuestra|^ olvide|^ podrian|^ puedes|buen|cinco|de baja|de que|dejar|dejar de|demas|desde|dia|dos|eliminar|en marzo|equipo|equipo $|escriba|escrito|la ultima|llamadas|llevo|mal|mas ?|no estoy|nombre|nuestros|para mi|perdone|podrian|por escrito|quitar|recibi|solicitudes|solicitudes de|un|use|y lo",
    ),
    (
        1,
        "^ deja|a su|baja|comunicaciones|contactarme en|contacte|contacto conmigo|dos veces|en contacto|entrada|es la|escribir a|esta bien|fuera|fuera de|gustaria|he|los dos|me gustaria|mi $|nada|no mande|no nos|pare|pido que|por el|prefiero no|proveedores|que se|quiero recibir|si me|tema|veces $|vez ?|viene $|voy|y le|ya esta|ya le",
    ),
    (
        2,
        "|^ como|^ donde|^ hasta|^ podria|^ se|baja de|borra|borra mi|borren mis|conmigo $|cualquier|datos y|de datos|de mandarme|deja|deja de|dije|el contacto|en el|es un|espero|espero que|esta en|falta que|mas de|me escriba|me escribas|mi|nada mas|no contacten|olvide mi|pedido|podria|podrian dejar|quiero mas|sacarme|sacarme de|supresion|todos los|ultima|ustedes|veces|ya se",
    ),
    (
        3,
        "^ borren|^ dejame|^ ejerzo|^ gracias|^ un|a contactarme|archivos|archivos $|basta de|borren|colegio|con|contacte mas|correo $|de esa|de este|de ustedes|dejame|derecho|derecho de|direccion|ejerzo|ejerzo mi|elena|enviarme|envien|es para|esa lista|esta|favor no|le agradeceria|lista de|lista porfa|mandarme mensajes|me|mi contacto|mi derecho|no envien|no lo|no recibir|no volviera|nuestra|paren|pedimos|pero prefiero|pido|por la|puede quitar|que|que deje|que lo|queremos|respete|respete mi|saquenme de|se lo|sigue|solicito la|sus archivos|suyos|suyos $|todos|un favor|un mensaje|volviera|volviera a|voy a",
    ),
    (
        4,
        "^ basta|^ borrenme|^ es|^ les|^ sacame|a la|bandeja|base de|borre|borrenme|borrenme de|con fines|conmigo|contactar $|contactos|datos de|de enviarme|de esto|de nuevo|doy de|elimine|esa|escribas mas|este|este tipo|fines|fines comerciales|les|linkedin|los denuncio|mandes|mas por|mas y|me contacten|me mandes|me opongo|mensaje mas|mensajes comerciales|ni un|no queremos|no voy|nunca $|opongo|perfil|quiero darme|quitame|sacame|sacame de|su|su base|tipo|uso|uso de|venta|volver|volver a",
    ),
    (
        5,
        "^ cesen|^ hola|^ ya|base|basta|campana|cese|comerciales $|contacten mas|cosas|darme|darme de|de escribir|de esta|denuncio $|donde|doy|escriban mas|esta lista|hola|lista $|lista ?|mas mensajes|me contacte|me escriban|mi correo|no es|no insista|ofertas $|para|para que|personal|preferiria|preferiria que|prefiero que|publicidad $|saco|salir|salir de|toda|tome|ultimo|ultimo mensaje|ustedes $",
    ),
    (
        6,
        "ahora ni|aqui|consentimiento|consentimiento $|contactar|de contactarme|de correo|de escribirme|de mis|deseamos|escribir $|interesa $|le|me vuelva|ni ahora|no $|no deseamos|no me|nos contacten|nuestra empresa|nuevo $|porfa $|publicidad|que insista|que nos|ruego que|su empresa|vuelvas|vuelvas a|ya $",
    ),
    (
        7,
        "^ eliminen|^ saquenme|a|agradeceria que|cesen|contactarme|contactarme $|contacto|correos $|de tu|denuncio|eliminen|escribirme|insista $|interes|le ruego|mensajes $|no deseo|no escriban|no gracias|no vuelva|ofertas|pare $|paz $|quiero que|recibir mas|solicito|vuelvan|vuelvan a",
    ),
    (
        8,
        "^ dejen|^ dejenme|^ por|^ si|a contactar|comerciales|dejenme|deseo|empresa $|envios $|mi consentimiento|no mas|saquenme|ser",
    ),
    (
        9,
        "^ baja|^ ni|agradeceria|de sus|empresa|envios|escriban|escribirme $|estos|interesa|mas correos|mi numero|porfa|ruego|seguimiento|su lista|vez|vuelva",
    ),
    (
        10,
        "aqui $|contacten|me interesa|numero $|otro|recibir|vuelva a|y",
    ),
    (11, "^ le|baja $|dejen de|favor $|insista|mensaje|sus"),
    (12, "a escribir|gracias|mensajes"),
    (13, "datos $|esto $|gracias $"),
    (
        14,
        "de su|escribir|mis|no quiero|numero|por favor|que no|quiero|ya",
    ),
    (15, "en paz|ni|paz"),
    (16, "datos|dejen|mis datos"),
    (17, "correos|mas $|que me"),
    (18, "de|esto|favor|lista"),
    (19, "y no"),
    (25, "mas"),
];
