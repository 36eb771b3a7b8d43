namespace AlignZeg.Client.Transport;

/// <summary>How long a server has been away: pauses between tries grow, until it has been too long.</summary>
internal sealed class Outage(ApiTransport transport)
{
    private long? _since;
    private RetryPause _pauses = Fresh(transport);

    /// <summary>The server is there.</summary>
    public void Over() => (_since, _pauses) = (null, _since is null ? _pauses : Fresh(transport));

    /// <summary>A connection has ended; if it held for long, the server was there, though it had nothing to say.</summary>
    /// <param name="opened">When it was made.</param>
    public void Lasted(long opened)
    {
        if (transport.Time.GetElapsedTime(opened) > transport.Options.LongestPause) Over();
    }

    /// <summary>Waits before the next try.</summary>
    /// <exception cref="AlignZegApiException">The failure: it has been too long, or the server asks for too long a pause.</exception>
    public async Task WaitAsync(AlignZegApiException failure, CancellationToken cancellationToken)
    {
        _since ??= transport.Time.GetTimestamp();
        if (_pauses.After(failure) is not { } pause || transport.Time.GetElapsedTime(_since.Value) + pause > transport.Options.LongestOutage) throw failure;
        await Task.Delay(pause, transport.Time, cancellationToken);
    }

    private static RetryPause Fresh(ApiTransport transport) => new(transport.Options, int.MaxValue);
}
