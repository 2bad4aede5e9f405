# run, test, bench: what the README says. `run` and `test` install the Debian packages that are missing.

# The one list of Debian packages. First what the build needs, then what run and test use.
BUILD_PACKAGES := make pkg-config libsnmp-dev libpcap-dev libcurl4-openssl-dev libssl-dev libsqlite3-dev libgraphviz-dev
RUN_PACKAGES   := graphviz snmp
TEST_PACKAGES  := $(RUN_PACKAGES) snmpd lldpd frr iproute2 nftables python3 python3-aiosmtpd snmpsim libxml2-utils sqlite3
BENCH_PACKAGES := fping braa golang-go golang-github-gosnmp-gosnmp-dev

SWIFT ?= swift
INSTALL = @Sources/C/install-packages.sh

.PHONY: run test bench soak fuzz format lint build packages-build packages-test

build: packages-build
	$(SWIFT) build

run: packages-run
	$(SWIFT) build -c release --product fibrewatch
	.build/release/fibrewatch demo

test: packages-test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

lint:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

packages-build:
	$(INSTALL) $(BUILD_PACKAGES)
packages-run:
	$(INSTALL) $(BUILD_PACKAGES) $(RUN_PACKAGES)
packages-test:
	$(INSTALL) $(BUILD_PACKAGES) $(TEST_PACKAGES)
packages-bench:
	$(INSTALL) $(BUILD_PACKAGES) $(BENCH_PACKAGES)
