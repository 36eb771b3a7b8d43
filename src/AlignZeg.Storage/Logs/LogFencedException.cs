namespace AlignZeg.Storage.Logs;

/// <summary>Another writer has appended to the log: whoever gets this must stop writing and read the log again.</summary>
[GenerateSerializer, Alias("alignzeg.log-fenced")]
public sealed class LogFencedException : Exception
{
    /// <summary>Names the log and both lengths.</summary>
    public LogFencedException(string log, long expected, long found)
        : base($"The log '{log}' is {found} bytes long where its writer expected {expected}: another writer is at work.")
    {
    }
}
