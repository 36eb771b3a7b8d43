using AlignZeg.Cli.Benchmarks.Servers;
using AlignZeg.Datasets.Tests.Archives;
using AlignZeg.Grains.Datasets.Imports;
using AlignZeg.Servers;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>A server that may read from a real Azurite, in steps of five blobs; all that it logs is kept.</summary>
public sealed class ImportServer : IAsyncDisposable
{
    private readonly LogKeeper _logs = new();

    private ImportServer(AzuriteServer azurite) => Azurite = azurite;

    public AzuriteServer Azurite { get; }

    public TestServer Server { get; private set; } = null!;

    public HeldBlobs Blobs { get; private set; } = null!;

    public string Logs => string.Join('\n', _logs.Lines);

    /// <summary>Starts both; skips the test where there is no Azurite.</summary>
    public static async Task<ImportServer> StartAsync()
    {
        var azurite = TestServers.Azurite();
        azurite.Require();
        await azurite.StartAsync();
        var started = new ImportServer(azurite);
        started.Server = new() { Configure = started.Configure, Uploads = uploads => uploads.BlobHosts = [$"http://127.0.0.1:{azurite.Port}"] };
        await started.Server.InitializeAsync();
        return started;
    }

    /// <summary>Makes a container of pictures and some other blobs; gives its address with a signature, and the signature alone.</summary>
    public async Task<(string Address, string Signature)> ContainerAsync(string name, int pictures, params (string Name, byte[] Content)[] others)
    {
        var container = new BlobContainerClient(Azurite.ConnectionString, name);
        await container.CreateAsync();
        foreach (var (blob, content) in Enumerable.Range(0, pictures).Select(i => ($"photos/{i:D3}.png", PackedFiles.Picture(i))).Concat(others))
            await container.UploadBlobAsync(blob, BinaryData.FromBytes(content));
        return SignedOf(name);
    }

    /// <summary>An address of a container with a new signature.</summary>
    public (string Address, string Signature) SignedOf(string name, BlobContainerSasPermissions permissions = BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List)
    {
        var address = new BlobContainerClient(Azurite.ConnectionString, name).GenerateSasUri(permissions, TimeProvider.System.GetUtcNow().AddHours(1));
        return (address.AbsoluteUri, System.Web.HttpUtility.ParseQueryString(address.Query)["sig"]!);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Azurite.DisposeAsync();
    }

    private void Configure(ISiloBuilder silo)
    {
        silo.Configure<ImportOptions>(imports => (imports.StepBlobs, imports.Copies, imports.RetryEvery) = (5, 2, TimeSpan.FromMilliseconds(200)));
        silo.Services.AddSingleton<IBlobStore>(provider => Blobs = new(ActivatorUtilities.CreateInstance<FileBlobStore>(provider)));
        silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
    }
}
