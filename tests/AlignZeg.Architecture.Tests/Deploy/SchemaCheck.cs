using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace AlignZeg.Architecture.Tests.Deploy;

/// <summary>Holds documents against the schemas of others, with what <c>tests/tools</c> has.</summary>
internal static class SchemaCheck
{
    /// <summary>What is wrong with documents; nothing if nothing is.</summary>
    /// <param name="kind">compose or kubernetes.</param> <param name="documents">Of that kind.</param>
    public static async Task<string> RunAsync(string kind, IEnumerable<JsonObject> documents)
    {
        string tools = Path.Combine(Repository.Root, "tests", "tools");
        if (!Directory.Exists(Path.Combine(tools, "node_modules", "kubernetes-models"))) Miss();
        var start = new ProcessStartInfo("node", [Path.Combine(tools, "schemas", "check.mjs"), kind]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var error = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.StandardInput.WriteAsync(new JsonArray([.. documents.Select(document => document.DeepClone())]).ToJsonString());
        node.StandardInput.Close();
        string found = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return found + await error;
    }

    private static void Miss()
    {
        const string Sentence = "The schemas are not installed in tests/tools; 'bash tests/run.sh' installs them.";
        if (Environment.GetEnvironmentVariable("ALIGNZEG_TEST_SERVERS") == "required") Assert.Fail(Sentence);
        Assert.Skip(Sentence);
    }
}
