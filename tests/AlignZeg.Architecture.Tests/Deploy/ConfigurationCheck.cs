using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace AlignZeg.Architecture.Tests.Deploy;

/// <summary>Has the program itself read what a deployment would start it with: <c>serve … --check</c> parses the arguments, binds every key and starts nothing.</summary>
internal static class ConfigurationCheck
{
    private const string InTheImage = "/etc/alignzeg/";

    // Of the right form; nobody's.
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["Storage__Azure__ConnectionString"] = "UseDevelopmentStorage=true",
        ["Http__AdminKey"] = "alz_operator.first_" + new string('0', 64),
    };

    /// <summary>The configuration that the image has at that place.</summary>
    public static JsonObject Configuration(IEnumerable<string> command) =>
        JsonNode.Parse(File.ReadAllText(FileOf(command.Single(argument => argument.StartsWith(InTheImage, StringComparison.Ordinal)))))!.AsObject();

    /// <summary>Runs it; what it says if nothing is wrong.</summary>
    /// <param name="command">Arguments of the container.</param> <param name="environment">Of the container.</param> <param name="secrets">Names of the files in the folder of <c>ALIGNZEG_SECRETS</c>.</param>
    /// <returns>Exit code and all output.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> command, IReadOnlyDictionary<string, string> environment, IEnumerable<string> secrets)
    {
        var folder = Directory.CreateTempSubdirectory("alignzeg-secrets-");
        try
        {
            foreach (string secret in secrets) await File.WriteAllTextAsync(Path.Combine(folder.FullName, secret), Secrets[secret] + "\n", TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo(Path.Combine(Repository.CliOutput, "alignzeg"), [.. command.Select(Here), "--check"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string inherited in start.Environment.Keys.Where(name => name.StartsWith("ALIGNZEG", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(inherited);
            foreach (var (name, value) in environment) start.Environment[name] = name == "ALIGNZEG_SECRETS" ? folder.FullName : value;
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output + await error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Here(string argument) => argument.StartsWith(InTheImage, StringComparison.Ordinal) ? FileOf(argument) : argument;

    private static string FileOf(string argument) => Path.Combine(Repository.Root, "deploy", argument[InTheImage.Length..]);
}
