namespace AlignZeg.Cli.Benchmarks.Servers;

/// <summary>Azure Blob Storage's emulator.</summary>
/// <param name="program">Azurite's blob server.</param>
public sealed class AzuriteServer(string program) : ServerProcess(program)
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="; // Azurite's published development key

    /// <summary>How clients reach it.</summary>
    public string ConnectionString => ConnectionStringAt(Port);

    /// <summary>How clients reach one at another port of this machine.</summary>
    public static string ConnectionStringAt(int port) => $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;";

    /// <inheritdoc/>
    protected override IEnumerable<string> Arguments() =>
        ["--blobHost", "127.0.0.1", "--blobPort", $"{Port}", "--location", Folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry"];
}
