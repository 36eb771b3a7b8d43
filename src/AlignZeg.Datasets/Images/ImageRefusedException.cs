namespace AlignZeg.Datasets.Images;

/// <summary>An image that is not decoded: hostile, damaged, too large or of an unknown kind. The message is one sentence for the person who owns the
/// file.</summary>
public sealed class ImageRefusedException : Exception
{
    /// <summary>Makes the refusal.</summary>
    /// <param name="reason">One of <see cref="ImageRefusalReasons"/>.</param>
    /// <param name="message">What is wrong, with which image, and what to do. The same file gives the same message on every run.</param>
    /// <param name="inner">What the decoder said, if it said something.</param>
    public ImageRefusedException(string reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>One of <see cref="ImageRefusalReasons"/>.</summary>
    public string Reason { get; }
}
