using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using AlignZeg.Client;
using AlignZeg.Servers;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Hosting;
using AlignZeg.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Server.Tests.Links;

/// <summary>Files of a server whose storage is a real Azurite.</summary>
public sealed class DirectLinkTests
{
    [Fact]
    public async Task File_IsReadFromTheStorage_ForAsLongAsTheLinkHolds_AndNoLogKnowsWhere()
    {
        await using var azurite = TestServers.Azurite();
        azurite.Require();
        await azurite.StartAsync();
        using var logs = new LogKeeper();
        await using var server = new TestServer { Configure = silo => Configure(silo.Services, azurite.ConnectionString, logs) };
        await server.InitializeAsync();
        var (_, key) = await server.KeyAsync("direct", "label");
        var client = server.Client(key);
        await server.PrepareAsync(client, 1);
        await TestServer.StartAsync(client, "j");
        string mask = JsonDocument.Parse(await client.GetStringAsync("/v1/jobs/j/results?wait=20")).RootElement.GetProperty("mask").GetString()!;
        byte[] stored = (await server.Services.GetRequiredService<IBlobStore>().ReadAsync(mask, TestContext.Current.CancellationToken))!.Content;

        var link = await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/links/" + mask);
        var (address, end) = (link.GetProperty("url").GetString()!, link.GetProperty("expires_at").GetDateTimeOffset());
        using var direct = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await direct.GetAsync(address);
        Assert.Equal((HttpStatusCode.TemporaryRedirect, true), (answer.StatusCode, answer.Headers.CacheControl!.NoStore));
        if (await (await server.DocumentAsync()).FaultOfAsync(answer) is { } fault) Assert.Fail(fault);
        var location = answer.Headers.Location!;
        Assert.Equal(($"127.0.0.1:{azurite.Port}", $"{end:yyyy-MM-ddTHH:mm:ssZ}"), (location.Authority, HttpUtility.ParseQueryString(location.Query)["se"]));
        Assert.Equal(stored, await direct.GetByteArrayAsync(location));
        await TestServer.ProblemAsync(await direct.GetAsync(address.Replace("expires=", "expires=9", StringComparison.Ordinal)), 403, "link-expired");

        using var downloaded = new MemoryStream();
        await new AlignZegClient(new() { Server = server.Address, Key = key }).Results.DownloadAsync("j", mask, downloaded);
        Assert.Equal(stored, downloaded.ToArray());
        Assert.NotEmpty(logs.Lines);
        Assert.DoesNotContain(logs.Lines, line => line.Contains(HttpUtility.ParseQueryString(location.Query)["sig"]!, StringComparison.Ordinal) || line.Contains(location.Query, StringComparison.Ordinal) || line.Contains("sig=", StringComparison.Ordinal));

        await server.Services.GetRequiredService<IBlobStore>().DeleteAsync(mask, cancellationToken: TestContext.Current.CancellationToken);
        await TestServer.ProblemAsync(await direct.GetAsync(address), 404, "file-not-found");
    }

    private static void Configure(IServiceCollection services, string connection, LogKeeper logs)
    {
        services.RemoveAll<IBlobStore>().RemoveAll<IAppendStore>().RemoveAll<IBlobLinks>();
        services.AddAzureStorage(azure => (azure.ConnectionString, azure.Links.Lifetime) = (connection, TimeSpan.FromHours(1)));
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
    }
}
