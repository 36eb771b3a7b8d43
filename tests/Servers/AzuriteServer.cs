using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AlignZeg.Servers;

/// <summary>Azure Blob Storage's emulator.</summary>
public sealed class AzuriteServer : ServerProcess
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="; // Azurite's published development key

    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};BlobEndpoint=http://127.0.0.1:{Port}/devstoreaccount1;";

    protected override string? Missing => File.Exists(Program()) ? null : "Azurite is not installed; 'bash tests/run.sh' installs it (npm, folder tests/tools).";

    protected override ProcessStartInfo CommandLine()
    {
        var start = new ProcessStartInfo(Program()) { WorkingDirectory = Folder };
        foreach (var argument in new[] { "--blobHost", "127.0.0.1", "--blobPort", $"{Port}", "--location", Folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry" }) start.ArgumentList.Add(argument);
        return start;
    }

    private static string Program([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "tools", "node_modules", ".bin", "azurite-blob");
}
