using AlignZeg.Server.Tests;

// One server for all: every test takes tenants of its own.
[assembly: AssemblyFixture(typeof(TestServer))]
