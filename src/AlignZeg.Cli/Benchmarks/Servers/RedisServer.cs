namespace AlignZeg.Cli.Benchmarks.Servers;

/// <summary>A Redis that writes down what it is told.</summary>
/// <param name="program">The Redis server.</param>
public sealed class RedisServer(string program) : ServerProcess(program)
{
    /// <summary>How clients reach it.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <inheritdoc/>
    protected override IEnumerable<string> Arguments() => ["--bind", "127.0.0.1", "--port", $"{Port}", "--dir", Folder, "--appendonly", "yes", "--save", ""];
}
