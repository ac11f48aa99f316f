/** What a lesson displays. Nothing here computes a result: the numbers come from lib. */
export { attempt } from './attempt';
export { detector, type DetectorOptions } from './detector';
export { display, liveDisplay, markdown, type Bundle, type LiveDisplay } from './display';
export { explorer, type ExplorerOptions } from './explorer';
export { figure, type FigureOptions, type PlotlyObject } from './figure';
export { image, images, type ImageOptions, type Pixels, type TitledImage } from './image';
export { layerStack, type StackOptions } from './layer-stack';
export { matrices, matrix, type Matrix, type MatrixOptions, type TitledMatrix } from './matrix';
export { numberText } from './numbers';
export { prepareFigures } from './plotly';
export { predict, type Prediction } from './predict';
export { progress, type Progress } from './progress';
export { recall, type RecallQuestion } from './recall';
export { strideExplorer, type StrideExplorerOptions } from './stride-explorer';
export { table } from './table';
export { palette, signedColourScale } from './theme';
export { trace, type TraceOptions } from './trace';
export { windowsOnRow, type TitledRow } from './windows-on-row';
