namespace AlignZeg.Cli.Remote;

/// <summary>The same again is the same version, also where others came since: repeated calls make nothing twice, and nobody's newer version is hidden. It has to be said, since jobs take the latest.</summary>
internal static class LaterVersion
{
    /// <summary>Says which version is taken, where that is another one.</summary>
    /// <param name="output">Where to.</param> <param name="number">Of the version that was made, or was there.</param> <param name="latest">Null = the server does not say.</param> <param name="option">Of <c>job submit</c>.</param>
    public static void Tell(RemoteOutput output, int number, int? latest, string option)
    {
        if (latest > number) output.Say($"This is version {number} again; the latest is {latest}, which jobs take unless they are submitted with {option} {number}.");
    }
}
