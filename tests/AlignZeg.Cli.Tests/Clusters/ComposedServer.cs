using AlignZeg.Cli.Benchmarks.Servers;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>A server of compose.yaml as a process, with the arguments that stand there.</summary>
/// <param name="program">Where it is on this machine.</param> <param name="command">Of its service.</param> <param name="port">The option that says its port.</param> <param name="folder">The option that says where its data are.</param>
internal sealed class ComposedServer(string program, IReadOnlyList<string> command, string port, string folder) : ServerProcess(program)
{
    protected override IEnumerable<string> Arguments() =>
        [.. command.Skip(1).Select(argument => argument switch { "0.0.0.0" => "127.0.0.1", "/data" => Folder, _ => argument }), port, $"{Port}", .. command.Contains(folder) ? Array.Empty<string>() : [folder, Folder]];
}
