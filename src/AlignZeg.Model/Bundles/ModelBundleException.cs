namespace AlignZeg.Model.Bundles;

/// <summary>A model cannot be loaded; the message says what is wrong with which file, and what to do.</summary>
public sealed class ModelBundleException : Exception
{
    /// <summary>One clear sentence, and what was behind it.</summary>
    public ModelBundleException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
