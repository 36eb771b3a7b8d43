namespace AlignZeg.Model.Training;

/// <summary>Minimum-cost matching of rows to columns (Hungarian method with potentials, O(rows² · columns)). Source: Kuhn 1955; Jonker and Volgenant 1987.</summary>
internal static class LinearAssignment
{
    /// <param name="cost">[rows][columns], rows at most columns.</param>
    /// <returns>Per row the column that it gets.</returns>
    /// <exception cref="ArgumentException">More rows than columns.</exception>
    /// <exception cref="DivergedException">A cost is not a finite number: there is no best of such, and looking for it would never end.</exception>
    public static int[] Solve(double[,] cost)
    {
        int rows = cost.GetLength(0), columns = cost.GetLength(1);
        if (rows > columns) throw new ArgumentException($"{rows} rows cannot each get one of {columns} columns.", nameof(cost));
        foreach (double one in cost) DivergedException.Check(one, "a cost of matching masks with objects");
        var (rowPotential, columnPotential) = (new double[rows + 1], new double[columns + 1]);
        var rowOf = new int[columns + 1]; // 1-based; column 0 holds the row being placed
        for (int row = 1; row <= rows; row++)
        {
            rowOf[0] = row;
            var way = Augment(cost, rowPotential, columnPotential, rowOf, out int free);
            for (int column = free; column != 0; column = way[column]) rowOf[column] = rowOf[way[column]];
        }

        var result = new int[rows];
        for (int column = 1; column <= columns; column++)
            if (rowOf[column] > 0) result[rowOf[column] - 1] = column - 1;
        return result;
    }

    // Shortest augmenting path from the row in column 0 to a free column; keeps the potentials feasible.
    private static int[] Augment(double[,] cost, double[] rowPotential, double[] columnPotential, int[] rowOf, out int free)
    {
        int columns = columnPotential.Length - 1, current = 0;
        var (way, nearest, done) = (new int[columns + 1], new double[columns + 1], new bool[columns + 1]);
        Array.Fill(nearest, double.PositiveInfinity);
        do
        {
            done[current] = true;
            int row = rowOf[current], next = 0;
            double delta = double.PositiveInfinity;
            for (int column = 1; column <= columns; column++)
            {
                if (done[column]) continue;
                double reduced = cost[row - 1, column - 1] - rowPotential[row] - columnPotential[column];
                if (reduced < nearest[column]) (nearest[column], way[column]) = (reduced, current);
                if (nearest[column] < delta) (delta, next) = (nearest[column], column);
            }

            for (int column = 0; column <= columns; column++)
            {
                if (done[column]) (rowPotential[rowOf[column]], columnPotential[column]) = (rowPotential[rowOf[column]] + delta, columnPotential[column] - delta);
                else nearest[column] -= delta;
            }

            current = next;
        }
        while (rowOf[current] != 0);
        free = current;
        return way;
    }
}
