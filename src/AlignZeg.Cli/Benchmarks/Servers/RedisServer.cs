namespace AlignZeg.Cli.Benchmarks.Servers;

/// <summary>A Redis that writes down what it is told.</summary>
/// <param name="program">The Redis server.</param> <param name="password">What it asks clients for. Default: nothing.</param>
public sealed class RedisServer(string program, string? password = null) : ServerProcess(program)
{
    /// <summary>How clients reach it.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <inheritdoc/>
    protected override IEnumerable<string> Arguments() => ["--bind", "127.0.0.1", "--port", $"{Port}", "--dir", Folder, "--appendonly", "yes", "--save", "", .. password is null ? Array.Empty<string>() : ["--requirepass", password]];
}
