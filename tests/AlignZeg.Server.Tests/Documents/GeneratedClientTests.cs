using System.Diagnostics;
using System.Runtime.CompilerServices;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Servers;

namespace AlignZeg.Server.Tests.Documents;

/// <summary>Somebody else's tools: a validator of OpenAPI documents, a generator of clients, a compiler, and a client that runs.</summary>
public sealed class GeneratedClientTests(TestServer server)
{
    private static readonly string[] Steps = ["valid: OpenAPI 3.1", "compiled:", "registered: version 1, 1 image", "started: generated", "followed: completed, 1 labelled", "fetched: image/png", "refused: "];

    [Fact]
    public async Task GeneratedClient_Compiles_AndLabelsAnImage()
    {
        string tools = Tools();
        if (!Directory.Exists(Path.Combine(tools, "node_modules", "openapi-typescript"))) TestServers.Miss("there is no openapi-typescript in tests/tools");
        string image = new Uri(TestImages.Write(Path.Combine(server.DirectoryPath, "generated-client"), 1)[0].Source).LocalPath;
        string key = (await server.KeyAsync("generated", "label")).Key;
        var start = new ProcessStartInfo("node", [Path.Combine(tools, "client", "check.mjs"), server.Address.ToString().TrimEnd('/'), key, image, "tiny"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, $"{await output}\n{await errors}");
        Assert.Equal(Steps.Length, Steps.Count((await output).Contains));
    }

    private static string Tools([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "tools");
}
