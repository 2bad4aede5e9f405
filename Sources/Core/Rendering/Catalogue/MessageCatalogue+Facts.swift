// Sentences that other parts say in English: reasons of decisions, evidence, what rules found. A mail in another language says them again.

extension MessageCatalogue {
    static let reasons: [Entry] = [
        .init("why.new", "a new root cause", "nov osnovni uzrok"),
        .init("why.hold_ended", "it still lasts after its hold of {span}", "i dalje traje posle zadrške od {span}"),
        .init("why.cause", "the likely cause changed from {x}", "promenio se verovatan uzrok, ranije {x}"),
        .init(
            "why.impact", "it now isolates {n} sites instead of {m}",
            "sada je bez veze {n} {n:lokacija|lokacije|lokacija}, ranije {m}"),
        .init("why.shrank", "{n} of {m} sites are still hit", "još je pogođeno {n} od {m} lokacija"),
        .init(
            "why.shrank_none", "none of {m} sites is hit any more; the cause remains",
            "nijedna od {m} lokacija više nije pogođena; uzrok traje"),
        .init("why.kind", "it is no longer judged as {x}", "više se ne ocenjuje kao: {x}"),
        .init(
            "why.ways", "{n} {n:site hangs|sites hang} on one way now",
            "samo jedan put sada {n:ima|imaju|ima} {n} {n:lokacija|lokacije|lokacija}"),
        .init(
            "why.flapping", "it came and went {n} times within {span}", "prekidalo se i vraćalo {n} {n:put|puta|puta} za {span}"),
        .init("why.stayed", "after flapping it stays down since {t}", "posle nestabilnosti je u prekidu od {t}"),
        .init("why.recovered", "the cause is gone after {span}", "uzrok je otklonjen posle {span}"),
        .init("why.stable", "after flapping it is stable since {t}", "posle nestabilnosti je stabilno od {t}"),
        .init(
            "why.not_declared", "what it hit is no longer declared, so that nobody can tell whether it works",
            "što je pogođeno više nije u evidenciji, pa se ne može reći da li radi"),
        .init(
            "why.ack_ended", "the acknowledgement of {who} has ended and the fault lasts",
            "isteklo je preuzimanje ({who}), a kvar traje"),
        .init(
            "why.window_ended", "the maintenance window of {x} has ended and the fault lasts",
            "završeni su radovi na {x}, a kvar traje"),
        .init("why.not_acked", "nobody has acknowledged it since {t}", "niko ga nije preuzeo od {t}"),
        .init(
            "why.escalated", "step {n} of the escalation: nobody has taken it for {span}",
            "korak {n} eskalacije: incident niko nije preuzeo {span}"),
        .init("why.more_urgent", "it is more urgent now: {a} instead of {b}", "sada je hitnije: {a} umesto: {b}"),
        .init("why.less_urgent", "it is less urgent now: {a} instead of {b}", "sada je manje hitno: {a} umesto: {b}"),
        .init(
            "why.opened", "{n} {n:site that it hits has|sites that it hits have} opened and it lasts",
            "{n} {n:pogođena lokacija se otvorila|pogođene lokacije su se otvorile|pogođenih lokacija se otvorilo}, a kvar traje"
        ),
        .init("word.page", "page", "poziv dežurnom"),
        .init("word.ticket", "ticket", "nalog za rad"),
        .init("word.digest", "digest", "dnevni pregled"),
        .init("why.quiet_ended", "your quiet hours are over and it lasts", "vaši mirni sati su prošli, a kvar traje"),
        .init("why.alone", "{who} says that it is a fault of its own", "{who}: ovo je poseban kvar"),
        .init(
            "why.whole_ended", "{x}, of which it was a part, is over and it lasts",
            "{x}, čiji je deo bio, je završen, a ovaj kvar traje"),
        .init("why.daily", "the daily sign of life", "dnevni znak da nadzor radi"),
        .init("why.morning", "the morning list", "jutarnji spisak"),
        .init("why.weekly", "the weekly report", "nedeljni izveštaj"),
        .init(
            "why.person_burst", "{n} incidents for you within {span}: they come in one mail",
            "{n} {n:incident|incidenta|incidenata} za vas za {span}: stižu u jednoj poruci"),
        .init(
            "why.collected", "{n} incidents in one mail, because more were opening than anybody can read one by one",
            "{n} {n:incident|incidenta|incidenata} u jednoj poruci, jer ih se otvaralo više nego što iko može pojedinačno da pročita"
        ),
        .init(
            "why.backlog", "{n} mails since {t} that no relay took in time, in one",
            "{n} {n:poruka|poruke|poruka} od {t}, koje nijedan server za poštu nije preuzeo na vreme, u jednoj"),
        .init(
            "fact.backlog", "{n} mails waited for a relay",
            "{n} {n:poruka je čekala|poruke su čekale|poruka je čekalo} server za poštu"),
        .init("why.asked", "somebody asked for it", "neko je to zatražio"),
        .init(
            "why.hold", "hold rule {n} lets what is {how} wait {span} from its onset",
            "pravilo zadrške {n}: {how} čeka {span} od početka"),
        .init("word.proven", "proven", "dokazano"),
        .init("word.inferred", "only inferred from silence", "samo zaključeno iz tišine"),
        .init(
            "why.closed", "only closed sites are hit; {x} opens then", "pogođene su samo zatvorene lokacije; tada se otvara {x}"),
        .init(
            "why.settling", "it was down for less than {span}; the recovery waits as long, in case it comes back",
            "prekid je trajao kraće od {span}; poruka o oporavku čeka isto toliko, za slučaj da se ponovi"),
        .init(
            "why.shrinking", "far fewer are hit than was told; an update follows when that has lasted for {span}",
            "pogođeno je mnogo manje nego što je javljeno; dopuna sledi kad to potraje {span}"),
        .init(
            "why.gap", "the last mail of this incident is younger than {span}",
            "poslednja poruka o ovom incidentu mlađa je od {span}"),
        .init(
            "why.storm", "{n} problem mails went out within {span}; this one is collected",
            "{n} {n:poruka o problemu je poslata|poruke o problemima su poslate|poruka o problemima je poslato} za {span}; ova ide u zbirnu"
        ),
        .init("why.window", "maintenance window on {x} of {who}: {why}", "radovi na {x}, odgovoran {who}: {why}"),
        .init(
            "why.quiet", "all {n} who would be told have quiet hours",
            "mirni sati za {n} {n:osobu|osobe|osoba} koje bi bile obaveštene"),
        .init("why.told", "its first mail was decided at {t}", "prva poruka odlučena je {t}"),
        .init("why.acked", "acknowledged by {who}: {why}", "preuzeto ({who}): {why}"),
        .init("why.planned", "planned work", "planirani radovi"),
        .init("why.expected", "the site may be switched off at this hour", "lokacija u to vreme sme da bude isključena"),
        .init(
            "why.did_not_open", "{n} places that were closed did not come back at their opening: they come in one mail",
            "{n} {n:mesto|mesta|mesta} nije počelo sa radom u svoje vreme: u jednoj poruci"),
        .init(
            "why.over_early", "it was over after {span}, before the daily mail that it waited for",
            "prošlo je posle {span}, pre dnevne poruke na koju je čekalo"),
        .init("why.together", "it was told with others in the mail {x}", "javljeno je zajedno sa drugima u poruci {x}"),
        .init(
            "why.healed", "it healed after {span}, inside its hold of {hold}; it stands in the digest",
            "prošlo je posle {span}, unutar zadrške od {hold}; stoji u pregledu"),
        .init(
            "why.withdrawn", "the early guess was withdrawn before anybody was told",
            "rana pretpostavka je povučena pre obaveštavanja"),
        .init("why.never", "incidents of kind {x} are shown, not mailed", "incidenti vrste {x} se prikazuju, ne šalju se"),
        .init("why.finding", "a finding of kind {x} is shown, not mailed", "nalaz vrste {x} se prikazuje, ne šalje se"),
        .init("why.part", "part of the flapping told with {x}", "deo nestabilnosti javljene uz {x}"),
        .init("why.follows", "follows from {x}, of which people were told", "posledica incidenta {x}, koji je javljen"),
        .init("why.merged", "{who} says that it is a part of {x}", "{who}: deo incidenta {x}"),
        .init("why.same", "nothing changed in what its readers were told", "ništa se nije promenilo u onome što je javljeno"),
        .init(
            "why.nobody", "no route and no fallback names anybody for {x}", "nijedno pravilo ne određuje koga obavestiti za {x}"),
        .init("why.digest", "what can wait stands in the daily mail", "što može da čeka stoji u dnevnoj poruci"),
        .init("why.shadow", "the monitor runs in shadow and sends nothing", "nadzor radi u senci i ništa ne šalje"),
        .init(
            "why.spent", "{n} rounds of escalation are over and nobody took it",
            "{n} {n:krug eskalacije je prošao|kruga eskalacije su prošla|krugova eskalacije je prošlo}, a niko ga nije preuzeo"),
        .init("fact.at", "{t} UTC: {x}", "{t} `UTC`: {x}"),
    ]

    static let facts: [Entry] = [
        .init(
            "fact.port_down", "went down on {device}, which still answers; its link is {link}",
            "u prekidu na {device}, koji se i dalje javlja; njegova veza je {link}"),
        .init(
            "fact.silent_device", "did not answer {collector} {times}; {last}",
            "bez odgovora na upit {collector} {times}; {last}"),
        .init("word.once", "once", "jednom"),
        .init("word.times", "{n} times in a row", "{n} {n:put|puta|puta} zaredom"),
        .init("word.never", "it has not answered since the start", "od početka se nije javio"),
        .init(
            "word.last", "its last answer came {n} s before the first failure",
            "poslednji odgovor stigao je {n} `s` pre prvog izostanka"),
        .init("fact.port", "port went down", "port je u prekidu"),
        .init(
            "fact.stopped", "stopped answering; last answer {n} s before", "prestao da odgovara; poslednji odgovor {n} `s` ranije"
        ),
        .init("fact.more", "explains {n} more like these", "objašnjava još {n} {n:sličan nalaz|slična nalaza|sličnih nalaza}"),
        .init(
            "fact.area", "lost its mains power, or fell silent, at the same instant as the others",
            "ostao bez mrežnog napajanja ili utihnuo u istom trenutku kad i ostali"),
        .init(
            "fact.gasp", "told with its last breath that its power is gone (dying gasp)",
            "u poslednjem trenutku javio da je ostao bez napajanja (`dying gasp`)"),
        .init("fact.battery", "told that it runs on its battery", "javio da radi na bateriji"),
        .init(
            "fact.management", "answers the ping, but no table read for {n} rounds",
            "odgovara na `ping`, ali {n} {n:krug|kruga|krugova} ne daje nijednu tabelu"),
        .init(
            "fact.blind", "has sent nothing for {n} s; what only it can see is unknown",
            "ne šalje ništa {n} `s`; stanje onoga što samo on vidi nije poznato"),
        .init(
            "fact.blind_polls", "{n} polls in a row failed, of all kinds of device; what only it saw is unknown",
            "{n} {n:upit zaredom nije uspeo|upita zaredom nisu uspela|upita zaredom nije uspelo}, kod svih vrsta uređaja; stanje onoga što je samo on video nije poznato"
        ),
        .init("fact.errors", "packets in error: {x} % at {id}", "paketi sa greškom: {x} % na {id}"),
        .init(
            "fact.healed_restart", "all that it hid is seen up after the monitor's restart",
            "posle ponovnog pokretanja nadzora radi sve što je bilo iza njega"),
        .init("fact.box_before", "the box of before answers again", "ponovo se javlja prethodni uređaj"),
        .init("fact.box_taken", "{who} took the new box as the device", "novi uređaj je prihvaćen ({who})"),
        .init("fact.was", "{name} was {a}, is {b}", "{name}: bilo {a}, sada {b}"),
        .init("word.serial", "serial number", "serijski broj"),
        .init("fact.rule_gone", "the rule is no longer in force", "pravilo više ne važi"),
        .init("fact.well_again", "it is well again", "ponovo je ispravno"),
        .init(
            "fact.rota_gap", "nobody of {x} is on duty now; {who} is told instead",
            "niko iz {x} nije dežuran; umesto toga obaveštava se {who}"),

        .init("fact.limit_for", "{v}, limit {limit} for {span}", "{v}, granica {limit}, traje {span}"),
        .init("fact.limit", "{v}, limit {limit}", "{v}, granica {limit}"),
        .init("fact.least_for", "{v}, at least {limit} is needed for {span}", "{v}, potrebno je najmanje {limit}, traje {span}"),
        .init("fact.least", "{v}, at least {limit} is needed", "{v}, potrebno je najmanje {limit}"),
        .init("fact.rose", "{v}, rose by {by} or more within {span}", "{v}, poraslo za {by} ili više tokom {span}"),
        .init("fact.fell", "{v}, fell by {by} or more within {span}", "{v}, palo za {by} ili više tokom {span}"),
        .init("fact.absent", "{v} was the last value, none for {span}", "{v} je poslednja vrednost, novih nema {span}"),
        .init(
            "fact.forecast", "{v}, will reach {limit} within {span} if it goes on so",
            "{v}, dostići će {limit} za {span} ako se tako nastavi"),
        .init(
            "fact.hang", "{n} {n:site hangs|sites hang} on it, {m} open now",
            "od toga {n:zavisi|zavise|zavisi} {n} {n:lokacija|lokacije|lokacija}, sada otvoreno: {m}"),
        .init("fact.hang_none", "no site hangs on it", "od toga ne zavisi nijedna lokacija"),
        .init("fact.share", "{n} of {m}: {x}", "{n} od {m}: {x}"),
        .init("fact.note", "{a}; {b}", "{a}; {b}"),
        .init("fact.flag_for", "{x}: yes for {span}", "{x}: da, traje {span}"),
        .init("fact.flag", "{x}: yes", "{x}: da"),
        .init("fact.flag_no", "{x}: no", "{x}: ne"),
        .init("fact.incoming", "incoming traffic {v}", "dolazni saobraćaj {v}"),
        .init("fact.outgoing", "outgoing traffic {v}", "odlazni saobraćaj {v}"),
        .init("fact.in_errors", "incoming errors {v}", "dolazne greške {v}"),
        .init("fact.round_trip", "round trip {v}", "vreme obilaska {v}"),
        .init("fact.loss", "packet loss {v}", "gubitak paketa {v}"),
        .init("fact.in_use", "use of the incoming direction {v}", "zauzeće dolaznog smera {v}"),
        .init("fact.out_use", "use of the outgoing direction {v}", "zauzeće odlaznog smera {v}"),
        .init("fact.light_in", "received light {v}", "primljena svetlost {v}"),
        .init("fact.light_out", "sent light {v}", "predata svetlost {v}"),
        .init("fact.temperature", "temperature {v}", "temperatura {v}"),
        .init("fact.runtime", "battery runtime {v}", "preostali rad na bateriji {v}"),
        .init("fact.charge", "battery charge {v}", "napunjenost baterije {v}"),
        .init("word.battery", "running on battery", "radi na bateriju"),
        .init("word.restarts", "restarts", "ponovna pokretanja"),
        .init("word.refused", "refused reads", "odbijena čitanja"),
        .init("word.agent", "silence of the agent", "agent se ne javlja"),
        .init("word.parts", "changed parts or serial numbers", "promenjeni delovi ili serijski brojevi"),

        .init("fact.seen", "seen {state}", "viđeno stanje: {state}"),
        .init("fact.other", "{id}, {kind}, for {span}", "{id}, {kind}, trajalo {span}"),
        .init("fact.other_open", "{id}, {kind}, still open", "{id}, {kind}, još otvoreno"),
        .init("fact.did", "{verb} by {who}: {why}", "{verb} ({who}): {why}"),
        .init("word.maintenance", "maintenance add", "najavljeni radovi"),
        .init("word.maintenance_end", "maintenance end", "završeni radovi"),
        .init("word.ack", "ack", "preuzeto"),
        .init("word.up", "up", "radi"),
        .init("word.down", "down", "u prekidu"),
        .init("word.unobserved", "unobserved", "van vidokruga"),
        .init("word.unknown", "unknown", "nepoznato"),
        .init("word.fault", "fault", "kvar"),
        .init("word.flapping", "flapping", "nestabilnost"),
        .init("word.monitoring", "monitoring", "nadzor"),
        .init("word.planned", "planned", "planirano"),
        .init("word.expected", "expected", "očekivano"),
        .init("word.transient", "transient", "prolazno"),
        .init("word.degraded", "degraded", "oslabljeno"),
        .init("word.redundancy", "redundancy", "bez rezerve"),
        .init("word.management", "management", "pristup uređaju"),
        .init("word.identity", "identity", "zamena uređaja"),
    ]
}
