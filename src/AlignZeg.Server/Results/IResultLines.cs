namespace AlignZeg.Server.Results;

/// <summary>The result logs of a job, read from a cursor on.</summary>
internal interface IResultLines
{
    /// <summary>The next lines; waits for them if there are none yet. The cursor stays where it is.</summary>
    /// <returns>No lines and End: there will be none, unless failed images are tried again. No lines otherwise: not in this time.</returns>
    Task<ResultLines> NextAsync(ResultCursor cursor, int max, TimeSpan wait, CancellationToken cancellationToken);
}
