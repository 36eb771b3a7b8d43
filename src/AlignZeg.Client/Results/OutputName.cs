namespace AlignZeg.Client.Results;

/// <summary>Files of a job, as results name them and as links are asked for.</summary>
public static class OutputName
{
    /// <summary>The name below the job's folder, such as <c>masks/a.png</c>, of a whole or such a name.</summary>
    public static string Of(string job, string output)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        string folder = $"/jobs/{job}/";
        int at = output.IndexOf(folder, StringComparison.Ordinal);
        return at < 0 ? output : output[(at + folder.Length)..];
    }
}
