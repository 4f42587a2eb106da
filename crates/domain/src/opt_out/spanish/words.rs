//! Spanish: lists of words, and chat spellings.

use crate::opt_out::pattern::Classes;

pub(super) const CLASSES: Classes = &[
    (
        "common",
        "te|he|lo|ha|me|nos|tu|muchas|buenos|hola|el|la|los|las|y|yo|no|de|que|en|un|una|por|favor|mi|mis|su|sus|con|para|me|es|lo|ya|mas|gracias|le|nos|esta|este|hola|pero|muy|del|al|se|como|si|usted|ustedes|estoy|estamos|les|nada|ti|sin|sobre|cuando|porque|donde|quien|cual|nunca|todo|todos|otra|otro|ser|son|soy|eso|eres|tengo|tiene|tienen|hay|fue|os|o|ni|desde|hasta|aqui|quiero|xfa|x|q|k|deje|dejen|vuelva|otra|mensaje|mensajes|ese|esa|estos|estas|sea|han|qué|buenas|adios|a|voy|solo|vaya|pido|poco|pida|lista|correo|correos|numero|quiten|borren",
    ),
    (
        "bare_request",
        "stop|stop_por_favor|baja|baja_por_favor|dar_de_baja|darme_de_baja|darse_de_baja|dame_de_baja|denme_de_baja|deme_de_baja|de_baja|quiero_la_baja|cancelar|cancelar_suscripcion|cancela|cancelen|desuscribir|desuscribirme|desuscribirse|desuscripcion|desinscribir|eliminar|eliminarme|elimineme|borrar|borrarme|borrame|borreme|borrenme|parar|para|pare|paren|para_ya|pare_ya|paren_ya|basta|basta_ya|basta_por_favor|ya_basta|alto|alto_ya|fin|unsubscribe|salir|remover|remuevame|suficiente|ya_esta_bien|dejame_en_paz|dejeme_en_paz|dejenme_en_paz|dejadme_en_paz|largate|vete_a_la_mierda|no_mas|no_mas_mensajes|nunca_mas|ni_un_mensaje_mas|olvideme|olvidame|detener|detengase|cese|quitame|quiteme|quitenme|retirar|anular|que_pare|acaba_ya|no_me_escriban|no_me_escriba|no_me_escribas|no_escribas_mas|no_escriba_mas|no_escriban_mas|dejen_de_escribir|deja_de_escribir|deje_de_escribir|no_insista|no_insistas|no_insistan|no_insistais|basta_con_esto|se_acabo|para_de_una_vez|pare_de_una_vez|ya_para|ya_pare|ya_paren|para_por_favor|quiero_salir|quiero_darme_de_baja|darme_de_baja_ya|sacame|saqueme|saquenme|sacame_de_aqui|fuera|dejen_de_molestar|deja_de_molestar|eliminame|borrenme_ya|desinscribirme|desuscribanme|desuscribame|desapuntarme|desapuntame|no_molestar|no_molesten|no_molestes|no_moleste|remove|opt_out|bloquear|ni_uno_mas|ni_una_mas|cancelame|cancelenme|eliminen|borren|quiten|saquen|eliminenlo|borrenlo|eliminad|borrad|parad|cesad|retiren|supriman|cancelen_ya|ya_no_mas|ya_no|vete_al_carajo|vete_al_diablo|chinga_tu_madre|anda_a_cagar|andate_a_la_mierda|que_te_jodan|que_os_jodan",
    ),
    (
        "bare_refusal",
        "no|nop|nope|no_gracias|gracias_no|no_me_interesa|no_interesado|no_interesada|no_estoy_interesado|no_estoy_interesada|sin_interes|nunca|jamas|spam|estafa|en_serio|de_verdad|otra_vez|otra_vez_no|paso|ni_hablar|ni_loco|ni_de_broma|de_ninguna_manera|en_absoluto|persona_equivocada|numero_equivocado|bloqueado|bloqueada|denunciado|reportado|reportado_y_bloqueado|denunciado_y_bloqueado|bloqueado_y_denunciado|bloqueado_y_reportado|que_pesado|que_pesados|pesado|uf|uff|uf_no|bot|no_es_para_mi|no_hace_falta|para_nada|ay_no|claro_que_no|por_supuesto_que_no",
    ),
    (
        "past",
        "le_dije|les_dije|te_dije|dije_que|escribi_que|le_escribi|les_escribi|te_escribi|le_pedi|les_pedi|te_pedi|pedi_que|ya_dije|dijimos|pedimos|tercera|cuarta",
    ),
    (
        "negation",
        "no|nunca|ni|tampoco|sin|jamas|nada|cero|ningun|ninguna",
    ),
    (
        "courtesy",
        "que_tenga_un_buen_dia|que_tengas_un_buen_dia|que_tenga_buen_dia|gracias_por_su_comprension|gracias_por_tu_comprension|gracias_por_su_mensaje|gracias_por_tu_mensaje|gracias_por_el_mensaje|gracias_por_escribir|por_favor|muchas_gracias|mil_gracias|buenos_dias|buenas_tardes|buenas_noches|buen_dia|un_saludo|lo_siento|mucha_suerte|buena_suerte|feliz_dia|un_abrazo|cordial_saludo|de_antemano|porfavor|porfa|gracias|hola|buenas|estimado|estimada|querido|querida|senor|senora|saludos|ok|vale|ya|perdon|y|bueno|ahora|inmediatamente|cordialmente|atentamente|suerte|exitos|pls|plz",
    ),
    (
        "write",
        "escriba*|escribir*|escribier*|escribies*|escribiendo|escriv*|contactar*|contacte*|contactad*|contactes|contacteis|mande|manden|mandes|mandeis|mandar*|mandando|mandeme*|envie|envien|envies|envieis|enviar*|enviando|envieme*|moleste*|molestar*|molestando|acose*|acosar*|importune*|importunar*|insista*|insistir*|insistas|insistais|spamee*|telefonee*|comunique*|comunicar*|busque*|buscarme|dirija*|dirigir*|recuerde*|recordar*|persiga*|perseguir*|incordi*|agobi*|atosig*|bombarde*|fastidi*|joda*|joder|jodan|jodas|jodiendo|incomod*|marear|mareeis|acerque*|hable|hablen|hablarme|remita*|remitir|ofrezca*|ofrecer*|avise*|intente*|intentar*|intentes|ponga*_en_contacto|ponerse_en_contacto|pongais_en_contacto|vuelva*|volver*|volvier*|volvies*|siga*|seguir|siguier*|sigas|escribas|escribais|escribiend*|contacten|contactes|contactando|llame|llamen|llames|llameis|llamar*|llamando|recontact*|abord*|presion*|persig*|chatee*|hosti*|textee*|texte*|mensajee*|spame*|satur*|inunde*|inundar*|invad*|llene*|llenar*|pida*|pregunte*|preguntar*|consulte*|cuente*|compart*|propong*|proponer*|insist*|reenvi*|reescrib*|responda*|responder*|respondas|respondan|conteste*|replique*|hinch*|jod*|romp*|tocar|toque*|dar_la_lata|dar_la_brasa|dar_el_cono|den_la_lata|des_la_lata|den_la_brasa|taladre*|machaque*|marees|hartes|harten|cansen|canses|aburran|busquen|busques|rastree*|etiquete*|invite|inviten|invites|invitar*|intentar|intenten|entrar_en_contacto|entren_en_contacto|tomar_contacto|establecer_contacto|ponerte_en_contacto|ponerme_en_contacto|pongas_en_contacto|pongan_en_contacto|se_pongan|recibir_mas|cobre*|caiga*|moles*|m_escriba*",
    ),
    (
        "me",
        "me|nos|mi|nosotros|mi_equipo|nuestro_equipo|nuestra_empresa|mi_empresa|mis_companeros|mis_colegas|nuestros_empleados|nuestro_despacho|nuestra_escuela|nuestro_colegio|nuestra_clinica|nadie_aqui|nadie_de|este_numero|esta_direccion|esta_cuenta|nuestro_departamento|nuestra_oficina|mi_gente|nuestra_gente|este_buzon|a_mi_equipo|nuestros_profesores|este_correo|nuestro_*|nuestra_*|nuestros_*|nuestras_*",
    ),
    (
        "stop",
        "deja|deje|dejen|dejad|dejar|dejes|dejeis|deje_de|para|pare|paren|parad|parar|pares|cesa|cese|cesen|cesar|cesad|basta|termin*|acab*|suspend*|deten*|detengan|abstenga*|abstener*|abstente|absteng*|evit*|desista*|desistir",
    ),
    (
        "message",
        "mensaje|mensajes|mensajito|mensajitos|correo|correos|email|emails|mail|mails|e_mail|e_mails|contacto|contactos|comunicacion|comunicaciones|publicidad|spam|propaganda|recordatorio|recordatorios|llamada|llamadas|seguimiento|seguimientos|invitaciones|invitacion|ofertas|oferta|newsletter|boletin|boletines|promociones|inmail|inmails|insistencia|insistencias|intentos|propuestas|propuesta|cartas|notificaciones|solicitudes|avisos|anuncios|acoso|campana|campanas|envios|sms|whatsapps|dm|dms|informacion|noticias|mensajeria|correito|correitos|publicidades|promo|promos|cadenas|llamados|contactarme|textos|texto|propagandas|solicitud|comercial|comerciales|mercadeo|marketing|intento|cosas|cosa|prospeccion|insistir|seguir|ventas|correspondencia|mensajes_suyos|mensajes_de_venta|chorradas|tonterias|basura|ofrecimientos|presentaciones|telefonazos|notas|rollo|rollos|monsergas",
    ),
    (
        "list",
        "lista|listas|base|bases|crm|campana|campanas|mailing|mailings|newsletter|boletin|boletines|contactos|agenda|difusion|secuencia|secuencias|fichero|ficheros|registro|registros|sistema|sistemas|archivos|directorio|envios|automatizacion|embudo|prospectos|bbdd|correos|prospeccion|suscripcion|prospecto|contactos_comerciales|marketing|distribucion|mails|publicidad|clientes|ventas|datos|excel|seguimiento|leads|envio|email_marketing|correo|mensajeria|promocion|promociones|suscriptores|destinatarios|automatizaciones|programa|plataforma|programa_de_mailing",
    ),
    (
        "remove",
        "quita|quitar|quitarme|quitarnos|quiten|quite|quitad|quiteme|quitame|quitenme|elimina|eliminar|eliminen|elimine|eliminad|eliminarme|eliminame|elimineme|eliminenme|borra|borrar|borren|borre|borrad|borrame|borrarme|borreme|borrenme|saca|sacar|saquen|saque|sacad|sacame|sacarme|saqueme|saquenme|retire|retiren|retirar|retira|retirarme|remueva|remuevan|remover|suprima|supriman|suprimir|suprimid|tache|tachen|tachar|tachame|excluya|excluyan|excluir|desuscrib*|cancelar|cancele|cancelen|anular|anulen|bajen|bajenme|bajeme|bajame|bajar|quitenos|sacanos|borrenos|borradnos|eliminadnos|eliminenos|excluyeme|excluirme|descarta*|descarten|descarteme|descartame|purg*|tachenme|tacheme|desincrib*|desinscrib*|desapunt*|desapuntame|desapunteme|dese*_inscrib*|olviden|olvide|destruy*|destruir|limpien|depuren|depurar",
    ),
    (
        "mine",
        "datos|numero|telefono|movil|celular|correo|email|direccion|nombre|contacto|perfil|informacion|ficha|registro|nombres|telefonos|mail|e_mail|celu|cel|numeros|info|datos_personales|nuestros_datos|contactos|cuenta_de|whatsapp|rastro|suscripcion_a",
    ),
    (
        "consequence",
        "denunci*|report*|bloque*|abogad*|legal*|aepd|proteccion_de_datos|linkedin|acciones|demand*|autoridad*|acoso|policia|juez|tribunal*|queja*|juridic*|consecuencias|spam|agencia|juridico|juridica|soporte|reclam*|ley|legales|asesor*|abogados|rrhh|denuncia|inspeccion|procon|consumidor|profeco|facua|bloqueo|bloquear*|reportar*|acudire|acudir|inai|reclamacion*|queja|quejas|factur*|minuta|jefe|superior*|gerente|consumo|oficina_del|omic|ocu|direccion_general",
    ),
    (
        "month",
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    ),
    (
        "time",
        "{month}|lunes|martes|miercoles|jueves|viernes|sabado|sabados|domingo|domingos|semana|semanas|mes|meses|trimestre|semestre|ano|anos|verano|otono|invierno|primavera|vacaciones|navidad|navidades|semana_santa|puente|fin_de_semana|fines_de_semana|q1|q2|q3|q4|hora|horas|dias|dia|noche|manana|tarde|feria|cierre|examenes|examen|lanzamiento|vuelta|boda|mudanza|presupuesto|reyes",
    ),
    (
        "reminder",
        "recordatorio|recordatorios|recordar|recuerde|recuerden|recuerdes|seguimiento|seguimientos|insistir|insista|insistan|insistas|reintento|toque|repetir|insistencia",
    ),
    (
        "authority",
        "abogad*|juridic*|legal|departamento_legal|jefe|jefa|superior*|director*|gerente|gerencia|policia|aepd|agencia|proteccion_de_datos|juez|juzgado|tribunal*|denuncia|consumo|facua|ocu|profeco|factura|direccion|autoridad|procuraduria|indecopi|sic|empresa_tuya|inai|ceo|recursos_humanos|demanda",
    ),
    (
        "lastly",
        "proximo_mensaje|proxima_vez|proximo_correo|proxima_llamada|otro_mensaje|otra_vez|una_vez_mas|uno_mas|una_mas|un_mensaje_mas|otro_audio|otro_correo|otra_llamada|de_nuevo|nuevamente|vuelve_a|vuelva_a|vuelven_a|vuelves_a|siguiente_mensaje|el_siguiente|cualquier_otro|cada_nuevo|sigue_asi|siguen_asi|como_me_vuelva|otro_mas|otra_mas|una_llamada_mas|un_correo_mas|un_email_mas|una_propuesta_mas|un_whatsapp_mas|cuarto_mensaje|tercer_mensaje|quinto_mensaje",
    ),
    (
        "turning",
        "reenvio|paso|va|ira|hablo|hablare|voy|llamo|llamare|aviso|avisare|pongo|pondre|envio|mando|recibira|noticias|llega|llegara|acaba|acabara|termina|respondera|contesta|contestara|informo|informare|traslado|trasladare|acudo|tendra|vera|interpongo|presento|directo|copia|escala|escalo|denuncio|sabra|entera|enterara|recurro|pone",
    ),
    (
        "bare_removal",
        "borrelos|borrenlos|borralos|eliminelos|eliminenlos|quitelos|borrelo|borrenlo|borralo|eliminelo|eliminenlo|borrelo_todo|borrenlo_todo|suprimanlos|borrela|borrela",
    ),
];

pub(super) const CHAT: &[(&str, &str)] = &[
    ("kiero", "quiero"),
    ("d", "de"),
    ("bno", "bueno"),
    ("grax", "gracias"),
    ("grcs", "gracias"),
    ("k", "que"),
    ("ke", "que"),
    ("m", "me"),
    ("mje", "mensaje"),
    ("mjs", "mensajes"),
    ("msg", "mensaje"),
    ("msgs", "mensajes"),
    ("msj", "mensaje"),
    ("msjs", "mensajes"),
    ("nadamas", "nada mas"),
    ("plis", "por favor"),
    ("pliz", "por favor"),
    ("pls", "por favor"),
    ("porfi", "porfa"),
    ("pq", "porque"),
    ("q", "que"),
    ("tb", "tambien"),
    ("tmb", "tambien"),
    ("toy", "estoy"),
    ("x", "por"),
    ("xfa", "porfa"),
    ("xfavor", "por favor"),
    ("xq", "porque"),
];
