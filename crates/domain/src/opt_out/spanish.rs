//! Spanish.

use super::language::Language;
use super::pattern::Classes;

pub(super) static LANGUAGE: Language = Language {
    code: "es",
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
        "te|he|lo|ha|me|nos|tu|muchas|buenos|hola|el|la|los|las|y|yo|no|de|que|en|un|una|por|favor|mi|mis|su|sus|con|para|me|es|lo|ya|mas|gracias|le|nos|esta|este|hola|pero|muy|del|al|se|como|si|usted|ustedes|estoy|estamos|les|nada",
    ),
    (
        "bare_request",
        "stop|stop_por_favor|baja|baja_por_favor|dar_de_baja|darme_de_baja|darse_de_baja|dame_de_baja|denme_de_baja|deme_de_baja|de_baja|quiero_la_baja|cancelar|cancelar_suscripcion|cancela|cancelen|desuscribir|desuscribirme|desuscribirse|desuscripcion|desinscribir|eliminar|eliminarme|elimineme|borrar|borrarme|borrame|borreme|borrenme|parar|para|pare|paren|para_ya|pare_ya|paren_ya|basta|basta_ya|basta_por_favor|ya_basta|alto|alto_ya|fin|unsubscribe|salir|remover|remuevame|suficiente|ya_esta_bien|dejame_en_paz|dejeme_en_paz|dejenme_en_paz|dejadme_en_paz|largate|vete_a_la_mierda|no_mas|no_mas_mensajes|nunca_mas|ni_un_mensaje_mas|olvideme|olvidame|detener|detengase|cese|quitame|quiteme|quitenme|retirar|anular|que_pare|acaba_ya",
    ),
    (
        "bare_refusal",
        "no|nop|nope|no_gracias|gracias_no|no_me_interesa|no_interesado|no_interesada|no_estoy_interesado|no_estoy_interesada|sin_interes|nunca|jamas|spam|estafa|en_serio|de_verdad|otra_vez|otra_vez_no|paso|ni_hablar|ni_loco|ni_de_broma|de_ninguna_manera|en_absoluto|persona_equivocada|numero_equivocado|bloqueado|bloqueada|denunciado|reportado|reportado_y_bloqueado|denunciado_y_bloqueado|bloqueado_y_denunciado|bloqueado_y_reportado|que_pesado|que_pesados|pesado|uf|uff|uf_no|bot|no_es_para_mi|no_hace_falta|para_nada|ay_no|claro_que_no|por_supuesto_que_no",
    ),
    (
        "courtesy",
        "por_favor|porfavor|porfa|gracias|muchas_gracias|mil_gracias|hola|buenas|buenos_dias|buenas_tardes|buenas_noches|buen_dia|estimado|estimada|querido|querida|senor|senora|saludos|un_saludo|ok|vale|ya|perdon|lo_siento|y|bueno|ahora|inmediatamente|cordialmente|atentamente",
    ),
    (
        "write",
        "escriba*|escribir*|escribier*|escribies*|escribiendo|escriv*|contactar*|contacte*|contactad*|contactes|contacteis|mande|manden|mandes|mandeis|mandar*|mandando|mandeme*|envie|envien|envies|envieis|enviar*|enviando|envieme*|moleste*|molestar*|molestando|acose*|acosar*|importune*|importunar*|insista*|insistir*|insistas|insistais|spamee*|telefonee*|comunique*|comunicar*|busque*|buscarme|dirija*|dirigir*|recuerde*|recordar*|persiga*|perseguir*|incordi*|agobi*|atosig*|bombarde*|fastidi*|joda*|joder|jodan|jodas|jodiendo|incomod*|marear|mareeis|acerque*|hable|hablen|hablarme|remita*|remitir|ofrezca*|ofrecer*|avise*|intente*|intentar*|intentes|ponga*_en_contacto|ponerse_en_contacto|pongais_en_contacto|vuelva*|volver*|volvier*|volvies*|siga*|seguir|siguier*|sigas",
    ),
    (
        "me",
        "me|nos|mi|nosotros|mi_equipo|nuestro_equipo|nuestra_empresa|mi_empresa|mis_companeros|mis_colegas|nuestros_empleados|nuestro_despacho|nuestra_escuela|nuestro_colegio|nuestra_clinica|nadie_aqui|nadie_de|este_numero|esta_direccion|esta_cuenta|nuestro_departamento|nuestra_oficina|mi_gente|nuestra_gente|este_buzon|a_mi_equipo|nuestros_profesores|este_correo",
    ),
    (
        "stop",
        "deja|deje|dejen|dejad|dejar|dejes|dejeis|deje_de|para|pare|paren|parad|parar|pares|cesa|cese|cesen|cesar|cesad|basta|termin*|acab*|suspend*|deten*|detengan|abstenga*|abstener*|abstente|absteng*|evit*|desista*|desistir",
    ),
    (
        "message",
        "mensaje|mensajes|mensajito|mensajitos|correo|correos|email|emails|mail|mails|e_mail|e_mails|contacto|contactos|comunicacion|comunicaciones|publicidad|spam|propaganda|recordatorio|recordatorios|llamada|llamadas|seguimiento|seguimientos|invitaciones|invitacion|ofertas|oferta|newsletter|boletin|boletines|promociones|inmail|inmails|insistencia|insistencias|intentos|propuestas|propuesta|cartas|notificaciones|solicitudes|avisos|anuncios|acoso|campana|campanas|envios|sms|whatsapps|dm|dms|informacion|noticias",
    ),
    (
        "list",
        "lista|listas|base|bases|crm|campana|campanas|mailing|mailings|newsletter|boletin|boletines|contactos|agenda|difusion|secuencia|secuencias|fichero|ficheros|registro|registros|sistema|sistemas|archivos|directorio|envios|automatizacion|embudo|prospectos|bbdd|correos|prospeccion|suscripcion",
    ),
    (
        "remove",
        "quita|quitar|quitarme|quitarnos|quiten|quite|quitad|quiteme|quitame|quitenme|elimina|eliminar|eliminen|elimine|eliminad|eliminarme|eliminame|elimineme|eliminenme|borra|borrar|borren|borre|borrad|borrame|borrarme|borreme|borrenme|saca|sacar|saquen|saque|sacad|sacame|sacarme|saqueme|saquenme|retire|retiren|retirar|retira|retirarme|remueva|remuevan|remover|suprima|supriman|suprimir|suprimid|tache|tachen|tachar|tachame|excluya|excluyan|excluir|desuscrib*|cancelar|cancele|cancelen|anular|anulen",
    ),
    (
        "mine",
        "datos|numero|telefono|movil|celular|correo|email|direccion|nombre|contacto|perfil|informacion|ficha|registro|nombres",
    ),
    (
        "consequence",
        "denunci*|report*|bloque*|abogad*|legal*|aepd|proteccion_de_datos|linkedin|acciones|demand*|autoridad*|acoso|policia|juez|tribunal*|queja*|juridic*|consecuencias|spam|agencia",
    ),
    (
        "month",
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    ),
    (
        "time",
        "{month}|lunes|martes|miercoles|jueves|viernes|sabado|sabados|domingo|domingos|semana|semanas|mes|meses|trimestre|semestre|ano|anos|verano|otono|invierno|primavera|vacaciones|navidad|navidades|semana_santa|puente|fin_de_semana|fines_de_semana|q1|q2|q3|q4|hora|horas|dias|dia|noche|manana|tarde|feria|cierre|examenes|examen|lanzamiento|vuelta|boda|mudanza|presupuesto|reyes",
    ),
];

const MASKS: &[&str] = &[
    "no ~4 todavia|aun",
    "todavia|aun no ~2",
    "envi*|mand* ~4 factura*|contrato*|archivo*|documento*|enlace*|paquete*|presupuesto|cv|informe*|borrador|contrasena*|adjunto*",
    "no es|soy ~2 spam|masivo*|bot|robot|publicidad|estafa|plantilla",
    "no ~1 {me|nos|te|le}? mandaron|enviaron|contactaron|molestaron|llegaron|escribieron|recordaron|avisaron|volvieron|hablaron|siguieron|intentaron",
    "no|nunca|sin|ni ~3 dud*|olvid*|teng*_miedo|cort*|vacil*|dej*_de|dejar_de|deje_de|dejes_de|par*_de|pares|pare|paren|ces* ~~6",
    "no ~1 pare|pares|paren|parar|pareis|dejes|deje|dejen|dejeis|abandon*|borr*|elimin*|quit*|cancel*|desuscri* ~5",
    "sin_parar|non_stop|sin_cesar|no_para|no_paro|no_paramos|no_paran|punto_final",
    "por_que ~1 no ~5",
    "baja|bajas ~1 medica|por_enfermedad|laboral|maternal|paternal|de_maternidad|de_paternidad|por_maternidad|por_paternidad|temporal|resolucion|calidad|voluntaria|prioridad|planta|tasa|la_tasa|el_precio|al|a|del|de_precio|de_tono|en|el",
    "esta|estoy|estaba|estara|estuve|estuvo|estare|estamos|sigo|sigue|tasa|indice|la|una|temporada|mas|planta|muy|en|dio|di|dieron|las|los|cuantas|porcentaje|numero|mi|su|tasas|pedir ~1 de? baja|bajas",
    "parada|paradas|parada_de",
    "^ si|cuando yo|usted|tu|el|ella|nadie? no ~4 ;",
    "porque|quien|quienes|ya_que yo|usted|tu|el|ella|nadie? no ~4 ;",
    "yo|nosotros|el|ella|ellos|ya|aun|todavia no ~1 {write}o|{write}amos ~1",
    "no ~1 escribo|escribi|escribimos|contacto_con|mande|envie|llame|llamo|mando|envio|escribia|molesta|molesto|me_molesta|me_molestan|me_envio|me_mando|me_escribio|me_llamo|me_llego|nos_envio|me_importa ~3",
    "clientes|cliente|gente|usuarios|usuario|personas|destinatarios|candidatos|suscriptores|alguien|algunos|jefe|jefa|companero|companera|amigo|vecino|el|ella|ellos|ellas|lectores|miembros|quien|quienes|contactos|pacientes ~4 pid*|pide*|dice*|dijo|dijeron|solicit*|quier*|respond*|escribe|escriben|escribio ~9",
    "tasa|tasas|enlace|boton|pagina|derecho|proceso|formulario|gestion|solicitudes|solicitud|ley|clausula|numero|plazo|cabecera|casilla|normativa|flujo|pagina|motivos|motivo|estadisticas|peticiones|tema ~2 baja|bajas|cancelacion|cancelaciones|desuscrip*|supresion|oposicion|opt_out|exclusion|desinscrip*|eliminacion",
    "opt_out|opt_outs|desuscripciones|las_bajas|cancelaciones",
    "como|cuando|si gestion*|tramit*|trat*|manej*|proces*|detect*|responden|reaccion* ~10 ;",
    "{remove} ~2 la|el|los|las|esa|ese|esta|este|una|un|mi_ultimo|mi_ultima|nuestro|mi_anterior|esos|esas ~1 diapositiva*|slide*|clausula*|linea*|columna*|fila*|frase*|parrafo*|seccion*|pagina*|adjunto*|archivo*|pedido*|cita|reunion|invitacion|comentario*|logo*|foto*|imagen*|borrador*|enlace*|copia*|version*|punto*|palabra*|prueba*|duplicado*|grafico*|mensaje|anexo*|nota*|coma|publicacion*|documento*|contrato|oferta|reserva|entrada|registro_dup*|campo*|ultima*|ultimo*|ticket*|suscripcion|cuenta|rama",
    "quit*|elimin*|borr*|sac*|saqu*|retir* ~3 de ~2 invitados|asistentes|hilo|grupo|conversacion|invitacion|reunion|chat|programa|proyecto|ponentes|diapositiva|documento|espera|copia|canal|calendario|evento|acta|compra|turnos|orden_del_dia",
    "lista|listas de ~1 invitados|espera|compra|asistentes|precios|ponentes|tareas|participantes|candidatos|la_compra|deseos|reproduccion",
    "para|si ~2 darse|dejar|desea|deseas|no|cancelar|quiere|quieres|desuscribirse|no_desea ~8 clic|pulse|haga|responda|pinche|aqui|visite|escriba_a|envie ~5",
    "clic|pinche|pulse|haga ~5 baja|aqui|suscripcion|desuscribirse",
    "darse_de_baja|cancelar_suscripcion|cancelar_la_suscripcion aqui|:|;|en",
    "por_error|destinatario|error ~~15 elimin*|borr*|destruy*|notifi*|avis* ~4",
    "perdon|disculp*|ignor*|olvid*|anul* ~5 baja|stop|mensaje_anterior ~2",
    "carpeta|filtro|bandeja|en|al|la ~1 de? spam",
    "para que|el|la|los|las|mi|tu|su|un|una|nosotros|ti|usted|ustedes|eso|esto|ello|hablar|ver|poder|saber|cuando|entonces|junio|julio|nada",
    "basta con|que",
];

const FINAL_REQUESTS: &[&str] = &[
    "cualquier|todo ~1 otro|nuevo|mas? {message} ~4 {consequence}",
    "si ~4 {write} ~~8 {consequence}",
    "otro|otra|un|una ~2 {message} ~2 mas? ~~6 {consequence}",
    "otro|otra|un|una|el|la|al|proximo|proxima|siguiente|solo ~1 {message|vez|solo|sola|mas|proximo|siguiente} ~2 {message|vez|mas}? ~~5 y|lo|le|te|os|les|o|sera|voy|ira|va|mi|los|la ~4 {consequence}",
    "si|como ~3 {write|vuelv*|sig*|segu*|insist*|recib*|persist*|continu*} ~~8 le|lo|te|os|les|mi|voy|tomar*|pondr*|ir*|los|hare|habra|acabara ~4 {consequence}",
    "{write} ~3 otra_vez|una_vez_mas|de_nuevo ~~3 y ~5 {consequence}",
    "ultimo|ultima aviso|advertencia|vez_que",
    "o|sino|si_no|de_lo_contrario|en_caso_contrario ~4 {consequence}",
    "proxima|siguiente vez|mensaje ~~5 {consequence}",
    "ni ~~4 ni ~~4",
    "no ~~4 ni|y ~1 nunca|tampoco|jamas|despues|luego|mas_adelante",
    "no ~~3 ni ~~3 nunca|ni|jamas",
    "ni_ahora_ni|ni_entonces|ni_nunca|nunca_jamas|ahora_ni_nunca|ni_antes_ni",
];

const REMOVALS: &[&str] = &[
    "quit*|elimin*|borr*|saqu*|sac*|retir*|remuev*|remov*|suprim*|tach*|excluy*|exclu* ~4 de|del ~3 {list}",
    "quitame|quiteme|quitenme|quitadme|quitarme|quitarnos|quitenos|eliminame|elimineme|eliminenme|eliminadme|eliminarme|eliminarnos|borrame|borreme|borrenme|borradme|borrarme|borrarnos|borrennos|sacame|saqueme|saquenme|sacadme|sacarme|sacarnos|saquennos|retireme|retirame|retirenme|retirarme|suprimanme|suprimame|desuscribeme|desuscribame|desuscribanme|desuscribirme|excluyame|excluyanme|excluidme|olvideme|olvidame|olvidenme|olvidadme|olvidense|olvidese ~1 ;|ya|por|inmediatamente|y|que|para|todo|completamente|de_su|de_sus|de_tu|de_tus|de_vuestr*|de_ahi|de_todo|de_todas",
    "me ~1 quiten|quite|eliminen|elimine|borren|borre|saquen|saque|retiren|retire|excluyan ~2 de|del|;|por_favor|ya",
    "da|dar|de|den|dad|dadme|dame|denme|deme|darme|darnos|dennos|denos|darse|quiero|solicito|pido|soliciten|tramit* ~2 de_baja|la_baja|mi_baja",
    "darme_de_baja|dame_de_baja|denme_de_baja|deme_de_baja|dadme_de_baja|darnos_de_baja|quiero_la_baja|quiero_baja|solicito_la_baja|me_doy_de_baja|doy_de_baja|baja_inmediata|me_den_de_baja|me_de_de_baja|me_des_de_baja|nos_den_de_baja|causar_baja|causo_baja|baja_definitiva|dar_de_baja_mi|dar_de_baja_mis|mi_baja|la_baja_de_esta|baja_de_su|baja_de_esta|baja_de_la_lista|baja_de_vuestra|la_baja_de_su",
    "no ~1 quier*|dese* ~2 estar|seguir|figurar|aparecer|formar ~3 {list}",
    "como|donde|forma|manera ~4 doy_de_baja|darme_de_baja|dar_de_baja|me_doy|salgo|salir|me_borro|borrarme|desuscrib*|cancel*|dejar_de_recibir|dejo_de_recibir|me_quito|quitarme|me_elimino|se_da_uno|me_desuscribo|me_saco|parar_esto|paro_esto|paro_estos|eliminar_mis|borrar_mis|dejo_de|dejar_de|se_paran|se_para",
    "{remove|olvid*|pierd*|destru*} ~3 mis|mi|todos|nuestros|nuestro|nuestra|este|todo|cualquier|toda ~2 {mine|lo_que|dato*}",
    "olvid* ~1 de? mi|mis|que_existo|este|nosotros ~1 {mine|;|numero}",
    "supresion|eliminacion|borrado|cancelacion|retirada ~3 mis|mi|nuestros|todos|dato*|de_mis ~1 {mine|datos}?",
    "opong*|opon*|oposicion|me_opongo ~6 dato*|tratamiento|uso|contact*|comunicaciones|utiliz*|publicidad",
    "ejerz*|ejerc*|ejerciendo ~3 derecho*",
    "retir*|revoc*|anul* ~3 consentimiento|permiso|autorizacion",
    "no ~3 consient*|autoriz*|doy|di|permit*|tiene*|acept*|cuenta*|dado ~5 contact*|utilic*|utiliz*|us*|conserv*|trat*|consentimiento|permiso|autorizacion|datos|{message}",
    "prohib* ~4 {write|message|uso|datos|contact*}",
    "no ~2 us*|utilic*|guard*|conserv*|compart*|trat*|almacen* ~1 mas? mis|mi ~1 {mine}",
    "rgpd|lopd|articulo_17|articulo_21|derecho_al_olvido|derecho_de_supresion ~~9 supri*|elimin*|borr*|opon*|olvid*|supresion|;",
    "elimin*|borr*|supri* ~~9 rgpd|lopd|articulo_17",
    "pong*|pon|poned|incluy*|anad*|mete*|metan|meta|agreg* ~4 lista ~1 negra|robinson|de_exclusion|de_no|exclusion|de_bloqueo|de_bloqueados",
    "lista_robinson|lista_negra|lista_de_no_contactar|lista_de_exclusion",
    "quiero|quisiera|deseo|solicito|pido|exijo|ruego|gustaria|necesito|queremos|solicitamos ~3 desuscrib*|salir_de|ser_borrad*|ser_eliminad*|que_me_borr*|que_me_quit*|que_me_elimin*|que_me_saqu*|que_borr*|que_elimin*|que_suprim*|eliminacion|que_me_olvid*|cancelar_la_suscripcion|cancelar_mi_suscripcion",
    "cancel* ~1 mi|la|esta|nuestra suscripcion",
    "fuera ~1 de ~2 {list}",
];

const REQUESTS: &[&str] = &[
    "no|ni ~1 {quiero|queremos|quiere|deseo} ~1 saber|recibir|oir ~1 nada|mas",
    "no ~1 {quiero|deseo|queremos|deseamos} ~1 este|estos|este_tipo|mas ~3 {message}",
    "nadie ~5 {me|nos|vuelva} ~2 {write}",
    "parenle|parale|parele|parenla ~2",
    "no ~2 llam* ~1 mas|nunca|otra_vez|de_nuevo",
    "no_me_vuelva*|no_vuelva* ~3 llamar*",
    "no|nunca|ni|tampoco|jamas|sin ~1 me|nos|se|te|le|mas|vuelv*|volv*|sig*|segu*|haga|es_necesario|hace_falta|hay|hace|necesit*|intent*|debe*|pued*|quier*|dese* ~3 {write}",
    "no {write} ~1 mas|me|a_nadie|nada|;|nunca|otra|de_nuevo|ningun|por|aqui|a|este|jamas",
    "no|nunca ~2 escrib*me|mand*me|envi*me|llam*me|contact*me|molest*me|escrib*nos|contact*nos ~1",
    "no|ni|nunca|jamas ~1 quier*|quisier*|dese*|necesit*|me_interesa|gustaria|pretend*|esper*|queremos|deseamos ~1 que|recibir|volver|saber|seguir|ser|mas|oir|nada|tener|ningun*|leer ~5 {write|message|contactad*|molestad*|de_usted*|de_ti|de_vosotros|saber_nada|de_su|de_vuestra|de_ustedes|recibiendo|de_su_empresa|esto|de_este_tipo|a_saber}",
    "preferir*|prefier*|agradec*|agradezc*|gustaria|quisier*|quier*|rueg*|pid*|exij*|solicit*|dese*|insist*|suplic*|encantaria|mejor|favor|sirv*|haga*|hag*|pedir*|rogar*|pediria|rogaria ~6 no|nunca|ni ~1 me|nos|se|te|le|mas|volv*|vuelv*|sig*|segu*|recib*|ser|saber|tener|hagan|haya|hubiera ~4 {write|recib*|message|contactad*|molestad*|saber|de_usted*|de_ti|mas|nada|de_vosotros}",
    "preferir*|prefier*|agradec*|agradezc*|gustaria|quisier*|rueg*|pid*|exij*|solicit*|dese*|insist*|suplic*|sirv*|haga*|hag*|quier*|haz|pueden|puede|puedes|podria*|podeis ~4 {stop} ~3 de|con|en|cualquier|toda|todo|;|ya|el|los ~2 {write|message|molest*|acos*|en_paz|;|esto}",
    ":|favor|y|ya|que|pero|gracias|ahora {stop} ~1 ya? de|con ~2 {write|molest*|acos*|insist*|message|tonterias|dar_la|estos|esto|tanto|una_vez}",
    ":|favor|y|ya|que|pero|ahora para|pare|paren|parad|cese|cesen|basta|parar ya|;|por_favor|esto|de_una|con_esto|inmediatamente|con_los|con_estos|con_tanto",
    "dej*|dejar_de ~2 {write|recibir|acosar|dar_la_lata|dar_la_tabarra} ~1 me|mas|;|por|ya|a|mensajes|correos|cosas|publicidad|aqui|estos|estas|nada|esto",
    "basta|se_acabo|suficiente ~2 de|con|los|ya|estos ~2 {message|molest*|spam|insist*|acoso}",
    "no|ni|ningun|ninguna|nada|sin ~1 de|un|un_solo|quiero|deseo|hacen_falta|hay|se_aceptan|acepto|admito|mas ~1 mas|otro|otra|{message} ~1 {message|mas}",
    "ni|no ~1 un|una|otro|otra|solo|sola {message} ~1 mas|;",
    ":|por_favor|y no mas {message|contactos|;}",
    ":|por_favor|y|gracias sin|nada_de ~1 mas|{message} ~1 {message|;|mas|por_favor}",
    "nunca_mas|no_mas|jamas ;|por_favor|gracias|de_ustedes|de_usted|me|mensajes",
    "dej*|deje*|dejeis ~2 en_paz|tranquil*|de_joder|de_molestar !para|hasta|que_term",
    "dejame|dejeme|dejenme|dejadme|dejenos|dejennos|dejarme|dejarnos|me_dejen|me_dejes|me_deje|me_dejeis|nos_dejen|nos_deje ~2 en_paz|tranquil*|;",
    "vete|vayase|vayanse|iros|idos|larg*|larguese|larguense|largaos|pirate|pierdete|pierdanse|desaparec*|esfumate|fuera_de_aqui|que_te_den|que_os_den|callate|callense|a_la_mierda|al_carajo|vete_a|a_tomar_por|no_jodas|no_me_jodas|no_me_jodan|no_joda|a_paseo|al_cuerno",
    "ahorr* ~2 el|la|los|las|me|se|te|nos|otro|sus|tus ~2 {message|molestia|esfuerzo|recordatorio*|proximo|siguiente|tiempo}",
    "ahorrese|ahorrate|ahorrense|ahorraos|ahorreme|ahorrame|ahorrenme|ahorradme ~3",
    "no|ni ~1 hace_falta|es_necesario|hay_necesidad|necesito|necesita|necesitas|hay_por_que|tiene|tienes|sera_necesario|se_moleste|te_molestes|se_molesten|vale_la_pena|merece ~3 {recordatorio*|seguimiento*|insist*|escrib*|contact*|volver|record*|en|que_me|mas|llam*|intent*|mensaj*|que_volv*|que_escrib*|que_insist*}",
    "innecesario|inutil|sobra|sobran ~3 {write|message|recordatorio*|seguimiento*}",
    "abstener*|abstenga*|abstente|abstengase|abstenerse|absteneos|evite|eviten|desista|desistan|eviteme ~3 {write|contactar|message|seguir|volver|en|;|cualquier}",
    "cese|cesen|suspend*|detengan|detenga|deten|interrumpa*|pong*_fin|poner_fin|finalic*|termin* ~2 el|los|las|la|todo|toda|cualquier|sus|tus|estos|de|a|con|este ~2 {message|contact*|envio*|write|acoso|comunicacion*}",
    "que sea|este|sera|es ~3 ultimo|ultima ~1 {message|vez}",
    "no ~2 puede*|debe*|tiene*|estan|esta ~2 permiso|autoriz*|derecho|volver|seguir|permitido ~4 {write|contact*}",
    "prohib*|prohibido|terminantemente ~4 {write|contact*}",
    "que ~1 no|dej*|ces*|par* ~1 me|nos|de|vuelv*|volv*|sig*|se ~3 {write|en_paz}",
    "no|nada ~1 quiero|deseo|mas ~1 de|tener ~2 contacto|usted|ustedes|trato|relacion",
    "quedemos_aqui|hasta_aqui_hemos|lo_dejamos_aqui|dejemoslo_aqui|aqui_termina|alejese|alejate|mantengase_alejado|ni_un_mensaje|ni_uno_mas",
    "nada ~1 mas ~1 de ~1 usted*|su|ti|vosotros|ustedes",
];

const REFUSALS: &[&str] = &[
    "no|ningun|sin|nada|poco ~2 interes*|interesad*|necesit*|para_mi|para_nosotros|encaj*|relevante|nos_hace_falta|me_hace_falta|busc*|convenc*|requer*|buscando|quiero_comprar|compro",
    "^ no gracias|;|insista*",
    "no_gracias|gracias_pero_no|gracias_no|muchas_gracias_pero_no|paso_de|yo_paso|declino|declinamos|rechazo|tengo_que_declinar|no_va_a_poder|no_cuente|no_cuenten|no_cuentes|no_es_no|mucha_suerte|suerte_con|que_le_vaya_bien|que_te_vaya_bien|que_os_vaya_bien|que_les_vaya|exitos|jubilado|jubilada|jubile|ya_no_trabajo|me_he_retirado",
    "ya ~1 tenemos|tengo|contamos|trabajamos|dispon*|estamos|cuento|usamos|uso|contratamos ~4 proveedor*|solucion*|agencia|herramienta|socio|alguien|cubiert*|servid*|equipo|sistema|partner|eso|gestor*|asesor*|todo",
    "satisfech*|content*|cubiert*|servid* con|estamos|por|;",
    "persona|numero|contacto|direccion|destinatari*|empresa|departamento ~1 equivocad*|incorrect*|erroneo|errone*",
    "equivoc* ~2 persona|numero|contacto|direccion|empresa|de",
    "no_soy ~2 persona|indicad*|adecuad*|correct*|contacto",
    "no ~2 respond*|contest*|leer|leo|leere|atender* ~1 a|mas|ningun|;|estos|sus|este|tus",
    "no|ni|aqui|basta|nada ~3 vend*|ventas|publicidad|comercial*|propaganda|anuncios|promocion*|pitch*|vendedor*",
];

const COMPLAINTS: &[&str] = &[
    "spam|spammer*|estafa*|acoso|invasiv*|intrusiv*|copia_y_pega|copiar_y_pegar|copypaste|corta_y_pega|copiado_y_pegado|plantilla*|automatic*|automatiz*|robot|bot|masivo*|en_masa|chatgpt|no_solicitad*|phishing|pesado|pesados|pesada|pesadez|cansino|cansinos|harto|harta|hartos|molesto|que_morro|que_cara|caradura|verguenza|descaro|falta_de_respeto|mala_educacion|ridicul*|insoportable|que_hartazgo|plasta|pelmazo|conazo|poco_profesional|perdida_de_tiempo|perder_el_tiempo|pierda_el_tiempo|pierdas_el_tiempo|mi_tiempo|hincha*|generado_por|generic*",
    "de_donde|como|quien|donde ~4 sac*|consigu*|obtuv*|tien*|dio|dado|obten*|encontr*|sabe*|han|ha|salio|salen ~4 {mine|mi|mis|me}",
    "denunciad*|reportad*|bloquead*|denuncio|reporto|bloqueo|voy_a_denunciar*|voy_a_reportar*|voy_a_bloquear*|voy_a_bloquearl*|le_denuncio|os_denuncio|marcado_como|marco_como|bloqueando|reportando|denunciando|he_denunciado|he_bloqueado|lo_reporto|te_reporto",
    "tercer|tercero|cuarto|quinto|decimo|enesimo|enesima|tercera|cuarta|quinta|decima|centesimo ~1 {message|vez}",
    "ya_esta_bien|en_serio|es_broma|otra_vez_usted*|otra_vez_tu|otra_vez_vosotros|otra_vez_lo_mismo|otra_vez_con|que_parte|cuantas_veces|no_es_no|de_verdad_cre*|no_entiend*_que_no|que_pesad*|con_que_derecho|ya_vale|venga_ya|dale_con|y_dale|me_tienen|me_teneis|me_tienes|no_pilla*|hasta_las_narices|hasta_el_gorro|hasta_los|hasta_la_coronilla|que_cansancio|por_dios|anda_ya",
    "nunca|no|jamas ~2 pedi|pedido|solicit*|suscrib*|autoric*|autorice|apunt*|registr*|di_permiso|inscrib*",
    "ya ~3 dije|dicho|respond*|contest* ~3 no|que|;",
];

const DOORS: &[&str] = &[
    "hable|hablen|escriba|escriban|escribe|contacte|contacten|pregunte ~1 con|a|al mi|ana|la|el|nuestro|nuestra",
    "escrib*|contact*|llam*|mand*|envi*|envie*|mejor|avis*|hable* ~1 me|nos|le|les|lo|mejor|al|a_mi|por? ~3 directamente|mejor|por|al|a_mi|en|cuando|si|el|la|un|una|a_partir|despues|los|las|su|mas_adelante|otro_dia|en_su_lugar",
    "escribame|escribeme|escribanme|escribidme|escribirme|llamame|llameme|llamenme|llamadme|mandame|mandeme|mandenme|mandadme|enviame|envieme|envienme|enviadme|contacteme|contactame|contactenme|escribanos|llamenos|envienos|mandanos|enviamelo|mandamelo|enviemelo|mandemelo|escribele|escribale|llamale|llamele|contactale ~3 !otra_vez_y",
    "mejor|prefiero|preferible|preferiblemente|en_cambio|en_su_lugar|sino|en_vez|mejor_por ~4 por|correo|telefono|email|mail|directamente|llam*|escrib*|whatsapp|a_mi|teams|presencial|mi",
    "por|via|al|a ~1 correo|email|mail|telefono|whatsapp|teams|slack|oficina|extension ~3 mejor|directamente|por_favor|es|si|estoy|me|respondo|contesto",
    "solo|solamente|unicamente|excepto|salvo ~3 por|via|si|cuando|en|correo|email",
    "us*|utilic* ~3 correo|email|telefono|direccion|numero",
    "habl*|escrib*|contact*|pregunt*|dirij*|dirig*|llam*|consult* ~4 companer*|colega*|jef*|director*|equipo|departamento|responsable|ella|el_directamente|socio|socia|compras|rrhh|sucesor*|encargad*|asistente|secretari*",
    "persona|responsable|encargad* adecuada|indicada|correcta|de|es|del",
    "encantad*|con_gusto|con_mucho_gusto|sera_un_placer|me_alegr*|ganas|interesa_mucho|estaria_bien|estaria_encantad*|ilusion ~3",
    "siga|sigue|sigan|seguid|sigamos|continu* ~1 {write|asi|mandando|enviando|escribiendo|en_contacto|hablando|como}",
    "hablamos|hablemos|quedamos|veamos|veamonos|nos_vemos|charlamos|comentamos|retomamos|retomemos|retom*|seguimos_en_contacto|sigamos|podemos_hablar|podriamos_hablar|vemos|pasemos|tutea*",
    "vuelv*|volver|volved|intent*|prueb*|contact*|pregunt*|retom* ~4 en|despues|dentro|a_partir|a_principios|a_finales|pasad*|tras|proxim*|mas_adelante",
    "le|te|os|les|ya ~1 escribo|escribire|llamo|llamare|respondo|respondere|contacto|contactare|aviso|avisare|envio|mando|paso|reenvio|contesto|digo",
    "mand*|envi*|pas*|compart*|reenvi* ~1 me|nos|le? ~1 el|la|los|las|un|una|su|mas|lo|tu|otra",
    "una_vez_al|una_vez_por|menos_mensajes|con_menos|tan_seguido|tan_a_menudo|cada_dia|todos_los_dias|como_mucho|al_mes|a_la_semana|demasiados",
    "alta|vuelv*|volv* ~2 de_alta|dar_de_alta|nuevamente|incluir*|anad*|apunt*|suscrib*",
    "de_alta|por_error|sin_querer|cambie_de_opinion|cambiado_de_opinion|chat_equivocado|no_era_para|era_para|era_broma|es_broma_lo|me_equivoque|me_he_equivocado|conversacion_equivocada|ventana_equivocada|queria_decir|me_arrepiento",
    "en_el_grupo|por_el_grupo|en_este_hilo|audios|notas_de_voz|mensajes_de_voz|en_espanol|en_ingles|en_pdf|en_copia|mi_asistente|mi_secretari*|hasta_pronto|hasta_luego|hasta_el|nos_vemos|hasta_manana|ningun_problema|sin_problema",
];

const DEFERRALS: &[&str] = &[
    "por|via|al|en ~1 telefono|sms|whatsapp|telegram|movil|celular|facebook|instagram|audio",
    "antes|hasta|despues|durante|en|a_partir|dentro|para|desde|este|esta|estos|estas|el|la|los|las|por_las|por_la|a|al|proxim*|tras|de ~3 {time} !y_no|pasad*_pedi",
    "antes|hasta|despues|mientras|cuando|salvo|excepto|en_cuanto ~1 de|que|no|este|tenga*|tengamos|yo|esto*|el|la|mi|si|vuelva|haya*|termine|acabe",
    "por_ahora|de_momento|por_el_momento|ahora_mismo_no|ahora_no|en_este_momento|hoy|manana|esta_noche|esta_semana|todavia|aun|mas_tarde|mas_adelante|los_fines|el_fin|fuera_de_horario|tan_pronto|tan_tarde|tan_temprano|mientras_tanto|temporalmente|por_la_noche|de_noche",
];

const SOFTENERS: &[&str] = &[
    "pero|aunque|sin_embargo|quiza*|tal_vez|a_lo_mejor|todavia|aun|mas_tarde|mas_adelante|actualmente|por_ahora|de_momento|por_el_momento|ahora_mismo|proxim*|mejor|sino|encantad*|genial|perfecto|estupendo|enhorabuena|felicidades|felicitaciones|claro|de_acuerdo|si_claro|vale|le_escribo|te_escribo|contrato|reunion|cita|puesto|vacante|candidat*|lo_siento|siento|disculp*|no_pasa_nada|no_hay_problema|no_te_preocupes|no_se_preocupe|adjunto|recibido|gracias_por_el|gracias_por_la",
    "{month}|lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|hoy|q1|q2|q3|q4",
];
