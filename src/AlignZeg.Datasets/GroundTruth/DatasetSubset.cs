namespace AlignZeg.Datasets.GroundTruth;

/// <summary>Which part of a published data set.</summary>
public enum DatasetSubset
{
    /// <summary>What is trained on.</summary>
    Train,

    /// <summary>What is scored on.</summary>
    Val,
}
