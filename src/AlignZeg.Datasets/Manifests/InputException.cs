namespace AlignZeg.Datasets.Manifests;

/// <summary>What the user named as images cannot be used. The message is one sentence: what, where, what to do.</summary>
public sealed class InputException : Exception
{
    /// <summary>No input was named.</summary>
    public const string Nothing = "no_input";

    /// <summary>A path that does not exist.</summary>
    public const string NotFound = "not_found";

    /// <summary>A folder without images.</summary>
    public const string EmptyFolder = "empty_folder";

    /// <summary>A pattern that matches no file.</summary>
    public const string NoMatch = "no_match";

    /// <summary>A manifest with a line that says no image.</summary>
    public const string BrokenManifest = "broken_manifest";

    /// <summary>An archive or table that cannot be read to its end, or is over a limit.</summary>
    public const string BrokenArchive = "broken_archive";

    /// <summary>An archive or table without images.</summary>
    public const string EmptyArchive = "empty_archive";

    /// <summary>A folder or manifest that the system does not let us read.</summary>
    public const string Unreadable = "unreadable_input";

    /// <summary>Makes the exception.</summary>
    /// <param name="reason">One of the codes of this class.</param>
    /// <param name="message">The sentence.</param>
    /// <param name="inner">What the system said, if it said something.</param>
    public InputException(string reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>One of the codes of this class.</summary>
    public string Reason { get; }
}
