using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Cli.Evaluation;

/// <summary>From the ids of true maps, as a data set publishes them, to classes.</summary>
internal sealed class TruthIds
{
    /// <summary>The ids are the classes.</summary>
    public const string Plain = "ids";

    private readonly LabelConvention? _convention;
    private readonly ushort _ignore;

    /// <param name="convention">Its name.</param> <param name="classes">Number of classes.</param>
    /// <exception cref="CommandException">There is no such convention, or it has other classes.</exception>
    public TruthIds(string convention, int classes)
    {
        _ignore = LabelMap.IgnoreFor(classes);
        try
        {
            if (convention != Plain) _convention = LabelConvention.Of(convention, classes);
        }
        catch (GroundTruthException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    /// <summary>The map in classes; pixels without one are ignored.</summary>
    /// <exception cref="TruthMismatchException">The map holds an id that the data set does not have.</exception>
    public LabelMap Of(LabelMap map) => _convention is null ? map : new(Array.ConvertAll(map.Ids, ClassOf), map.Width, map.Height);

    private ushort ClassOf(ushort id)
    {
        int found = _convention!.ClassOf(id);
        if (found == LabelConvention.Unknown)
            throw new TruthMismatchException(TruthMismatchException.UnknownId, $"The truth holds id {id}, which '{_convention.Name}' does not have; check --convention.");
        return found >= 0 ? (ushort)found : _ignore;
    }
}
