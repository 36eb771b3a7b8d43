namespace AlignZeg.Datasets.Metrics;

/// <summary>A ground truth that cannot be compared with the prediction. The message says what differs and what to do.</summary>
public sealed class TruthMismatchException : Exception
{
    /// <summary>The two maps have different sizes.</summary>
    public const string Size = "truth_size";

    /// <summary>The truth holds an id that is no class.</summary>
    public const string UnknownId = "truth_unknown_id";

    /// <summary>Makes the exception.</summary>
    /// <param name="reason"><see cref="Size"/> or <see cref="UnknownId"/>.</param>
    /// <param name="message">One sentence; the caller knows the file and may put its name before it.</param>
    public TruthMismatchException(string reason, string message)
        : base(message) => Reason = reason;

    /// <summary><see cref="Size"/> or <see cref="UnknownId"/>.</summary>
    public string Reason { get; }
}
