using System.Net;
using AlignZeg.Client.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlignZeg.Client.Tests.Transport;

public sealed class AnswerTests
{
    [Fact]
    public async Task Problem_IsAnExceptionWithAllThatWasSaid()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return ScriptedServer.Problem(429, "quota-exceeded")(context);
        });
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client().Usage.GetAsync());
        Assert.Equal((HttpStatusCode.TooManyRequests, "quota-exceeded", "It is so.", "r1"), (failure.Status!.Value, failure.Code, failure.Message, failure.RequestId));
        Assert.Equal(["one", "two"], failure.Problems);
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.Single(server.Requests); // nobody waits an hour for a call
    }

    [Theory]
    [InlineData(200), InlineData(404), InlineData(500)]
    public async Task SomethingElse_IsNamedAsSuch(int status)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Text("<html>Welcome</html>", "text/html", status));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client().Jobs.GetAsync("j"));
        Assert.Null(failure.Code);
        Assert.Contains("not as AlignZeg does", failure.Message.Replace("does not answer as AlignZeg does", "not as AlignZeg does", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(server.Address.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyThere_IsSaid()
    {
        var client = new AlignZegClient(new AlignZegClientOptions { Server = new("http://127.0.0.1:1"), Retries = 0 });
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => client.Jobs.GetAsync("j"));
        Assert.Null(failure.Status);
        Assert.Contains("no connection to http://127.0.0.1:1/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewerServers_DoNoHarm()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(JobJson.Of("hibernating")));
        var job = await server.Client().Jobs.GetAsync("j");
        Assert.Equal((JobPhase.Unknown, 3), (job.Phase, job.Total));
        Assert.False(job.IsAtRest());
    }

    [Fact]
    public async Task ServerBelowAPath_IsCalledThere_WithTheKey()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(JobJson.Of("running")));
        await server.Client(options => options.Server = new(server.Address, "labels")).Jobs.GetAsync("j");
        var request = Assert.Single(server.Requests);
        Assert.Equal(("/labels/v1/jobs/j", "Bearer alz_acme.id_secret"), (request.Address, request.Authorization));
    }

    [Theory]
    [InlineData("ftp://example.org", "k"), InlineData("http://user:secret@example.org", "k"), InlineData("/relative", "k"), InlineData("http://example.org", "two words")]
    public void ImpossibleOptions_AreRefusedAtOnce(string server, string key) => Assert.Throws<OptionsValidationException>(() =>
        new AlignZegClient(new AlignZegClientOptions { Server = new(server, UriKind.RelativeOrAbsolute), Key = key }));

    [Fact]
    public async Task Services_GiveTheClient()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(JobJson.Of("completed", ok: 3)));
        await using var services = new ServiceCollection().AddAlignZegClient(options => options.Server = server.Address).Services.BuildServiceProvider();
        Assert.Equal(3, (await services.GetRequiredService<AlignZegClient>().Jobs.GetAsync("j")).Done());
    }
}
