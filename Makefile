# run, test, bench: what the README says. `run` and `test` install the Debian packages that are missing.

# The one list of Debian packages.
BUILD_PACKAGES := pkg-config libsnmp-dev libpcap-dev libcurl4-openssl-dev libssl-dev libsqlite3-dev libgraphviz-dev
RUN_PACKAGES   := graphviz snmp
TEST_PACKAGES  := $(RUN_PACKAGES) snmpd lldpd frr iproute2 nftables openssl python3 python3-aiosmtpd snmpsim libxml2-utils sqlite3 python3-networkx librsvg2-bin libemail-mime-perl postfix libsasl2-modules chromium curl xz-utils sasl2-bin python3-dateutil python3-icalendar python3-vobject strace
BENCH_PACKAGES := fping braa golang-go golang-github-gosnmp-gosnmp-dev

SWIFT ?= swift
FORMATTED := Package.swift Sources Tests

# Installs those of its arguments that are missing. The daemons among them must not start by themselves: they are started by
# the tests, each in a namespace of its own.
define install
	@command -v $(SWIFT) >/dev/null || { echo "make: no swift on this machine: install Swift 6.3 from https://www.swift.org/install/linux/debian/12/ and put it on PATH" >&2; exit 2; }
	@missing=; for p in $(1); do dpkg-query -Wf '$${db:Status-Status}\n' $$p 2>/dev/null | grep -qx installed || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  command -v apt-get >/dev/null || { echo "make: this system has no apt-get; install the equivalent of:$$missing" >&2; exit 2; }; \
	  root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	  echo "make: installing$$missing"; \
	  $$root apt-get -o Acquire::Retries=3 update -qq; \
	  policy=; [ -e /usr/sbin/policy-rc.d ] || { policy=1; trap "$$root rm -f /usr/sbin/policy-rc.d" EXIT INT TERM; printf '#!/bin/sh\nexit 101\n' | $$root tee /usr/sbin/policy-rc.d >/dev/null; $$root chmod 755 /usr/sbin/policy-rc.d; }; \
	  $$root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends $$missing >/dev/null; result=$$?; \
	  [ -z "$$policy" ] || $$root rm -f /usr/sbin/policy-rc.d; exit $$result; \
	fi
endef

.PHONY: run test bench soak fuzz format lint build

build:
	$(call install,$(BUILD_PACKAGES))
	$(SWIFT) build

run:
	$(call install,$(BUILD_PACKAGES) $(RUN_PACKAGES))
	$(SWIFT) build -c release --product fibrewatch
	.build/release/fibrewatch demo

# Modules and suites whose tests only compute: they run side by side. The others wait for real daemons, and two cores that do everything at once make
# all of them late: those run one at a time.
COMPUTING := NetworkModelTests|DiagnosisTests|AlertingTests|SNMPMessagesTests|DeviceFactsTests|RenderingTests|DeclaredFilesTests|InventoryStoreTests|ScenarioTests|GraphLayoutTests|NationalModelTests|RedundancyTests|ExportReadBackTests|HTMLInBrowserTests|LanguageSampleTests|MailSampleTests|MonitorFoldTests|ReachabilityFaultTests|AbsenceTests|HoldFaultTests|CounterFaultTests|ReturnTests|ReloadTests|TimeFaultTests|GroupRequestTests|RuleTestEpisodeTests|RecordQueueTests|ShadowTests|TidyTests

# The second part beside the first, on what it leaves of the cores: it mostly waits. What failed is said again at the end: thousands of
# lines stand between a failure and the summary.
define tests
	@mkdir -p .build; nice -n 10 $(SWIFT) test --ignore-lock --skip-build --filter '$(COMPUTING)' >.build/computing.log 2>&1 & computing=$$!; \
	$(SWIFT) test --ignore-lock --skip-build --no-parallel --skip '$(COMPUTING)' 2>&1 | tee .build/daemons.log; result=$${PIPESTATUS[0]}; \
	wait $$computing || result=$$?; cat .build/computing.log; [ $$result = 0 ] || { \
	  printf '\nmake: these tests failed, or an error ended the run (all of it: .build/daemons.log, .build/computing.log)\n'; \
	  grep -ah 'recorded an issue\|^✘\|rror:\|unexpected signal' .build/daemons.log .build/computing.log | cut -c1-600 | tail -60; \
	  exit $$result; }
endef

test: SHELL := /bin/bash
test:
	$(call install,$(BUILD_PACKAGES) $(TEST_PACKAGES))
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(tests)

# The long runs: the million mutations, thousands of seeds.
soak:
	$(call install,$(BUILD_PACKAGES) $(TEST_PACKAGES))
	FIBREWATCH_SOAK=1 $(SWIFT) test

# libFuzzer under AddressSanitizer on BER, PDUs and USM, ten minutes each; what it finds is left in .build/fuzz.
FUZZ_SECONDS ?= 600
FUZZ_FLAGS := -O -swift-version 6 -parse-as-library -package-name fibrewatch -module-name SNMPFuzz -I Sources/C/CCrypto -sanitize=fuzzer,address

fuzz:
	$(call install,$(BUILD_PACKAGES))
	@for target in BER PDU USM; do \
	  mkdir -p .build/fuzz/found-$$target; \
	  swiftc $(FUZZ_FLAGS) Sources/Core/SNMPMessages/*.swift Tests/Fuzz/$${target}Fuzz.swift -o .build/fuzz/$$target 2>.build/fuzz/$$target.build || { cat .build/fuzz/$$target.build; exit 1; }; \
	  echo "fuzzing $$target for $(FUZZ_SECONDS) s"; \
	  .build/fuzz/$$target -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -print_final_stats=1 -artifact_prefix=.build/fuzz/ \
	    .build/fuzz/found-$$target Tests/Fuzz/Corpus/$$target >.build/fuzz/$$target.log 2>&1 || { tail -40 .build/fuzz/$$target.log; exit 1; }; \
	  grep -h 'stat::number_of_executed_units\|stat::peak_rss_mb' .build/fuzz/$$target.log; \
	done

bench:
	$(call install,$(BUILD_PACKAGES) $(BENCH_PACKAGES))
	$(SWIFT) build -c release --product fibrewatch
	$(SWIFT) build -c release --product Benchmarks
	@.build/release/Benchmarks

lint:
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)

format:
	$(SWIFT) format --in-place --recursive --parallel $(FORMATTED)
