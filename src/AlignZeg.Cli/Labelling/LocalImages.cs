using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Labelling;

/// <summary>Images that a person names on this machine.</summary>
internal static class LocalImages
{
    /// <summary>Finds them.</summary>
    /// <exception cref="CommandException">An input does not exist or holds no image.</exception>
    public static ImageInputs Find(IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        try
        {
            return ImageInputs.Find(inputs, cancellationToken);
        }
        catch (InputException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }
}
