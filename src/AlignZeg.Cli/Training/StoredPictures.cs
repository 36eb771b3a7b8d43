using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>A data set on disk as the trainer takes it. Only what <see cref="SeenLabels"/> lets through comes here.</summary>
internal sealed class StoredPictures(TrainingReader reader, int batch) : IPictureSource
{
    public IReadOnlyList<string> SeenNames => reader.SeenNames;

    /// <summary>Number of pictures.</summary>
    public int Count => reader.Count;

    public TrainingImage Draw(long step, int slot)
    {
        var sample = reader.At(step * batch + slot);
        return new(sample.Rgb, sample.Side, sample.Side, sample.Labels, []);
    }

    /// <summary>Finds the data set of a configuration.</summary>
    /// <exception cref="CommandException">It says too little, or the data set is not whole.</exception>
    public static StoredPictures Open(DataOptions data, int batch, int seed)
    {
        if (data.Root is null || data.Split is null)
            throw CommandException.BadInput($"Data of kind '{data.Kind}' needs a folder and a split: set data.root (or --data DIR) and data.split.");
        if (!PublishedTruth.Kinds.Contains(data.Kind)) throw CommandException.BadInput($"There is no data of kind '{data.Kind}'; known are {DataOptions.World}, {string.Join(", ", PublishedTruth.Kinds)}.");
        try
        {
            var split = SeenSplit.Read(data.Split);
            var labels = new SeenLabels(split, LabelConvention.Of(PublishedTruth.ConventionOf(data.Kind, data.Convention), split.Classes.Count));
            return new(new(PublishedTruth.Find(data.Kind, DatasetSubset.Train, data.Root, split.Classes, data.List), labels, data.Augmentation, seed), batch);
        }
        catch (GroundTruthException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }
}
