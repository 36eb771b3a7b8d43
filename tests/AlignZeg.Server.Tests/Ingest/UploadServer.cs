using System.Net.Http.Headers;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>A server with small limits, for the tests of one class: nothing else writes to its storage meanwhile.</summary>
public sealed class UploadServer : IAsyncLifetime
{
    public const int MaxImage = 1 << 20, MaxArchive = 4 << 20;

    public TestServer Server { get; } = new()
    {
        Uploads = uploads => (uploads.MaxImageBytes, uploads.MaxArchiveBytes, uploads.MaxManifestBytes, uploads.MaxArchiveEntries, uploads.MaxTableGroupBytes, uploads.Tables) = (MaxImage, MaxArchive, 1 << 20, 100, 8 << 20, true),
    };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public static Task<HttpResponseMessage> SendAsync(HttpClient client, string dataset, byte[] body, string? type) => client.PostAsync(
        $"/v1/datasets/{dataset}/versions", new ByteArrayContent(body) { Headers = { ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type) } }, TestContext.Current.CancellationToken);

    /// <summary>Everything below the server's folder, relative to it.</summary>
    public HashSet<string> Tree() =>
        [.. Directory.EnumerateFileSystemEntries(Server.DirectoryPath, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Server.DirectoryPath, path))];

    /// <summary>Runs an attack; then the server has to be ready, and nothing new may be anywhere but in the tenant's own folders.</summary>
    public async Task<HttpResponseMessage> AttackAsync(string tenant, Func<HttpClient, Task<HttpResponseMessage>> attack)
    {
        var client = await Server.TenantAsync(tenant);
        var before = Tree();
        var answer = await attack(client);
        Assert.Equal("ready", await Server.Client(null).GetStringAsync("/health/ready"));
        string[] folders = ["data/tenants", "data/state/dataset"];
        string[] own = [.. folders.Select(folder => $"{folder}/{tenant}"), "data/.locks/", "data/state/keyring"];
        Assert.Empty(Tree().Except(before).Except(folders).Where(path => !own.Any(start => path.StartsWith(start, StringComparison.Ordinal))));
        return answer;
    }
}
